"""Lines between a participant's program and whoever runs it. JSON, one a line."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import msgspec

from console.domain.diagnosis.evidence import OpenFailure, Side
from console.domain.noun import Noun
from console.wire.ice import IceServers
from console.wire.meeting import Candidate, Description


class Line(Noun, frozen=True, kw_only=True, tag_field="line", tag=str.lower):
    """Base of the lines."""


class Start(Noun, frozen=True, kw_only=True):
    """What the program is told at its start. play: a file whose sound is sent; without one it sends silence.

    devices: it speaks and plays with devices of this machine, as it is told by Use and Talk; muted until then.
    """

    servers: IceServers
    on_this_machine: bool
    play: str | None = None
    microphone: bool = True
    devices: bool = False

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


class Use(Line, frozen=True, kw_only=True):
    """To the program: use these devices, by their names in the inventory; None: the defaults."""

    input: str | None = None
    output: str | None = None


class Speaking(StrEnum):
    """What of the microphone is sent."""

    MUTED = "muted"
    PUSHED = "pushed"
    """All, until it is told otherwise."""
    OPEN = "open"
    """All the time, but for echoes."""


class Talk(Line, frozen=True, kw_only=True):
    """To the program: what is sent from now on. headset: the microphone can't hear the speaker."""

    speaking: Speaking
    headset: bool = False


class Volume(Line, frozen=True, kw_only=True):
    """To the program: play this seat so many decibels louder."""

    seat: str
    gain_db: float


class Look(Line, frozen=True, kw_only=True):
    """To the program: show these seats, each in so many columns and rows of a terminal; no seats: none."""

    seats: tuple[str, ...] = ()
    columns: int = 1
    rows: int = 1


class Tile(Line, frozen=True, kw_only=True):
    """From the program: a seat's picture in cells of two pixels, row by row.

    cells: 32 bits a cell, little-endian: the upper pixel in the lower half; five bits each of red, green, blue.
    """

    seat: str
    columns: int
    rows: int
    cells: bytes


class Levels(Line, frozen=True, kw_only=True):
    """From the program, ten times a second: dBFS of the own microphone, and of each seat before its volume.

    sent: whether the microphone is heard by the others. lowered: whether the others are played more softly for it.
    """

    own: float
    sent: bool
    lowered: bool
    seats: Mapping[str, float]


class Sounding(Line, frozen=True, kw_only=True):
    """From the program: a device is open, or why it is not. device: None for the default one."""

    side: Side
    device: str | None = None
    failure: OpenFailure | None = None


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
    """From the program, each second for each seat: how it is heard and seen. state: as RTCPeerConnectionState.

    loss: percent of the sound's packets that did not come in the last second. kbps: kilobits a second that came.
    """

    seat: str
    state: str
    audio: Hearing | None = None
    video: Seeing | None = None
    round_trip_ms: float | None = None
    loss: float | None = None
    kbps: float | None = None


ToProgram: TypeAlias = Meet | Part | Signalled | Use | Talk | Volume | Look
FromProgram: TypeAlias = Signalled | Measured | Levels | Sounding | Tile

to_program = msgspec.json.Decoder(ToProgram)
from_program = msgspec.json.Decoder(FromProgram)


def written(line: Line) -> bytes:
    """Return a line as it is sent."""
    return msgspec.json.encode(line) + b"\n"
