"""What a sound program is asked, and the lines in which it tells how it goes."""

import sys
from enum import StrEnum
from typing import TypeAlias

import msgspec

from console.domain.diagnosis.evidence import OpenFailure, Side, Signal, Speech
from console.domain.noun import Noun
from console.media.inventory.troubles import Trouble


class Order(StrEnum):
    """What a listening program is told, a line each."""

    BEGIN = "begin"
    """Keep what is heard from now on."""
    END = "end"
    """Stop listening before the time is over."""
    PLAY_BACK = "play-back"


class Request(Noun, frozen=True, kw_only=True):
    """What to do. input, output: names of endpoints, None: the defaults. seconds: of the probe, or of listening.

    through_server: a sound server is in charge, and it is to be asked for the endpoints instead of PortAudio.
    """

    input: str | None = None
    output: str | None = None
    seconds: float = 0.0
    through_server: bool = False


class Awake(Noun, frozen=True, kw_only=True, tag=True):
    """The program runs; it will now load the sound library."""


class Ready(Noun, frozen=True, kw_only=True, tag=True):
    """The sound library is loaded and knows its devices."""


class NoLibrary(Noun, frozen=True, kw_only=True, tag=True):
    """The sound library can't be used."""

    trouble: Trouble


class Opening(Noun, frozen=True, kw_only=True, tag=True):
    """A stream is about to be opened."""

    side: Side


class Refused(Noun, frozen=True, kw_only=True, tag=True):
    """A stream would not open."""

    side: Side
    failure: OpenFailure


class FirstFrame(Noun, frozen=True, kw_only=True, tag=True):
    """A stream gave, or took, its first frames. after: seconds since it was started."""

    side: Side
    after: float


class Live(Noun, frozen=True, kw_only=True, tag=True):
    """All streams that open are open: what the audio system shows of them now is their state in the test."""


class Beat(Noun, frozen=True, kw_only=True, tag=True):
    """How a stream goes: StreamHealth's figures until now, and the level of the last moments in dBFS."""

    side: Side
    frames: int
    expected_frames: int
    longest_gap: float
    flagged: int
    still_running: bool
    level: float
    peak: float


class Done(Noun, frozen=True, kw_only=True, tag=True):
    """How much of the whole is done, 0 to 1."""

    fraction: float


class Thinking(Noun, frozen=True, kw_only=True, tag=True):
    """The sound is over; what was recorded is being measured."""


class Measured(Noun, frozen=True, kw_only=True, tag=True):
    """What the recording of a probe says."""

    signal: Signal


class Listened(Noun, frozen=True, kw_only=True, tag=True):
    """What the recording of a voice says. level: dBFS of all of it."""

    speech: Speech
    level: float


class Closing(Noun, frozen=True, kw_only=True, tag=True):
    """The streams are about to be closed."""


Message: TypeAlias = (
    Awake
    | Ready
    | NoLibrary
    | Opening
    | Refused
    | FirstFrame
    | Live
    | Beat
    | Done
    | Thinking
    | Measured
    | Listened
    | Closing
)

_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def say(message: Message) -> None:
    """Print a message for the parent."""
    sys.stdout.write(msgspec.json.encode(message).decode() + "\n")
    sys.stdout.flush()


def read(line: bytes) -> Message | None:
    """Return the message of a line, or None where a library has written into the middle of it."""
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError:
        return None
