"""Lines between the programs of the echo and those who run them. JSON, one a line."""

import asyncio
import os
import sys
import threading
from typing import TypeAlias

import msgspec

from console.domain.diagnosis.evidence import HopFailure, Signal
from console.domain.noun import Noun
from console.media.sound.messages import Request
from console.wire.ice import IceServers


class Line(Noun, frozen=True, kw_only=True, tag_field="line", tag=str.lower):
    """Base of the lines."""


class Begin(Line, frozen=True, kw_only=True):
    """To the peer: answer this offer."""

    session: str
    sdp: str
    servers: IceServers


class End(Line, frozen=True, kw_only=True):
    """To the peer: this session is over."""

    session: str


class Answered(Line, frozen=True, kw_only=True):
    """From the peer: the answer to an offer."""

    session: str
    sdp: str


class Declined(Line, frozen=True, kw_only=True):
    """From the peer: an offer that can't be answered. detail: the technical part."""

    session: str
    is_full: bool = False
    detail: str = ""


class Call(Noun, frozen=True, kw_only=True):
    """What the caller is asked: with which servers, for how many seconds of the probe, to a peer that is here.

    devices: the speaker that plays the probe and the microphone whose sound is sent; None: the probe itself is sent.
    """

    servers: IceServers
    seconds: float
    on_this_machine: bool
    devices: Request | None = None


class Offering(Line, frozen=True, kw_only=True):
    """From the caller: an offer; the answer's description is awaited on standard input."""

    sdp: str


class Answering(Line, frozen=True, kw_only=True):
    """To the caller: the answer."""

    sdp: str


class Heard(Line, frozen=True, kw_only=True):
    """From the caller: the first sound is back. after: milliseconds since the offer was made."""

    after: float


class Fraction(Line, frozen=True, kw_only=True):
    """From the caller: how much of the probe is sent, 0 to 1."""

    done: float


class Returned(Line, frozen=True, kw_only=True):
    """From the caller: what came back. Milliseconds, percent. samples: packets and pings that this rests on.

    captured: the same probe as the microphone heard it, where it was played on a speaker.
    """

    signal: Signal
    captured: Signal | None
    round_trip: float
    loss: float
    jitter: float
    samples: int


class Broke(Line, frozen=True, kw_only=True):
    """From the caller: the way does not work."""

    failure: HopFailure
    detail: str = ""


ToPeer: TypeAlias = Begin | End
FromPeer: TypeAlias = Answered | Declined
FromCaller: TypeAlias = Offering | Heard | Fraction | Returned | Broke

to_peer = msgspec.json.Decoder(ToPeer)
from_peer = msgspec.json.Decoder(FromPeer)
from_caller = msgspec.json.Decoder(FromCaller)


def written(line: Line) -> bytes:
    """Return a line as it is sent."""
    return msgspec.json.encode(line) + b"\n"


def say(line: Line) -> None:
    """Print a line for the parent."""
    sys.stdout.buffer.write(written(line))
    sys.stdout.buffer.flush()


def told() -> asyncio.Queue[bytes]:
    """Return the lines that the parent tells, as they come. Its end ends this process at once."""
    lines: asyncio.Queue[bytes] = asyncio.Queue()
    arguments = (asyncio.get_running_loop(), lines, sys.stdin.fileno())
    threading.Thread(target=_read, args=arguments, daemon=True, name="parent").start()
    return lines


def _read(loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[bytes], descriptor: int) -> None:
    # The raw descriptor: a thread that waits inside sys.stdin would hold its lock when the interpreter shuts down.
    begun = b""
    while part := os.read(descriptor, 65536):
        *whole, begun = (begun + part).split(b"\n")
        for line in whole:
            loop.call_soon_threadsafe(lines.put_nowait, line)
    os._exit(0)
