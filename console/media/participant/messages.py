"""Lines between a participant's program and whoever runs it. JSON, one a line."""

from typing import TypeAlias

import msgspec

from console.domain.noun import Noun
from console.wire.ice import IceServers
from console.wire.meeting import Candidate, Description


class Line(Noun, frozen=True, kw_only=True, tag_field="line", tag=str.lower):
    """Base of the lines."""


class Start(Noun, frozen=True, kw_only=True):
    """What the program is told at its start. play: a file whose sound is sent; without one it sends silence."""

    servers: IceServers
    on_this_machine: bool
    play: str | None = None
    microphone: bool = True

    @property
    def sends_sound(self) -> bool:
        """Whether anything but silence is sent."""
        return self.microphone or self.play is not None


class Meet(Line, frozen=True, kw_only=True):
    """To the program: this seat's page is in the call. makes_offer: whether the program begins."""

    seat: str
    page: str
    makes_offer: bool = False


class Part(Line, frozen=True, kw_only=True):
    """To the program: this seat has left, or its page is another one now."""

    seat: str


class Signalled(Line, frozen=True, kw_only=True):
    """Either way: a description or a candidate, from a seat or for it. renew: as in Negotiate."""

    seat: str
    description: Description | None = None
    candidate: Candidate | None = None
    renew: bool = False


class Hearing(Noun, frozen=True, kw_only=True):
    """Sound of a seat. first_ms: from meeting it. level: dBFS of the last second. loss: percent. jitter: ms.

    frames: how many came so far, 20 ms each; what was made up for lost ones is none.
    """

    first_ms: float
    frames: int
    frames_per_second: float
    level_dbfs: float
    loss: float
    jitter_ms: float


class Seeing(Noun, frozen=True, kw_only=True):
    """Picture of a seat. frames: how many came. freezes: how often it stood still (W3C webrtc-stats, freezeCount)."""

    first_ms: float
    frames: int
    frames_per_second: float
    width: int
    height: int
    freezes: int


class Measured(Line, frozen=True, kw_only=True):
    """From the program, each second for each seat: how it is heard and seen. state: as RTCPeerConnectionState."""

    seat: str
    state: str
    audio: Hearing | None = None
    video: Seeing | None = None
    round_trip_ms: float | None = None


ToProgram: TypeAlias = Meet | Part | Signalled
FromProgram: TypeAlias = Signalled | Measured

to_program = msgspec.json.Decoder(ToProgram)
from_program = msgspec.json.Decoder(FromProgram)


def written(line: Line) -> bytes:
    """Return a line as it is sent."""
    return msgspec.json.encode(line) + b"\n"
