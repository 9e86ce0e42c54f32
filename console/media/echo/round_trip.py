"""The asking side: the probe on its way to the echo peer and back, by a child program."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from console.domain.diagnosis.evidence import Hop, HopFailure, PathQuality, Side, Signal, StreamHealth
from console.domain.noun import Clock
from console.media.children import child
from console.media.echo.messages import (
    Answering,
    Broke,
    Call,
    Fraction,
    FromCaller,
    Heard,
    Offering,
    Returned,
    from_caller,
    written,
)
from console.media.sound.conversation import addressed
from console.media.sound.health import Health
from console.media.sound.messages import Request, read
from console.media.sound.news import Progressed, Tell, news
from console.wire.ice import IceServers

PROGRAM = "console.media.echo.caller_program"
WITHIN = 45.0
"""Seconds beside the probe's own: the program's own patience is over before."""

Exchange = Callable[[str], Awaitable[str]]
"""Takes an offer to the echo peer and returns its answer (session descriptions)."""


@dataclass(frozen=True, kw_only=True)
class RoundTrip:
    """What became of it. after: milliseconds from the offer to the first sound that was back.

    captured, streams: what the microphone heard of the probe, and how both devices' streams went.
    """

    failure: HopFailure | None = None
    detail: str = ""
    after: float | None = None
    signal: Signal | None = None
    path: PathQuality | None = None
    captured: Signal | None = None
    streams: tuple[StreamHealth, ...] = ()


async def round_trip(
    exchange: Exchange,
    servers: IceServers,
    *,
    seconds: float,
    on_this_machine: bool,
    clock: Clock,
    tell: Tell,
    devices: Request | None = None,
) -> RoundTrip:
    """Send the probe of so many seconds to the echo peer and measure what comes back. tell: how it goes.

    devices: the endpoints whose speaker plays the probe and whose microphone captures what is sent; None: the probe is
    sent from memory. What the exchange raises goes through.
    """
    devices = devices and replace(addressed(devices), seconds=seconds)
    task = Call(servers=servers, seconds=seconds, on_this_machine=on_this_machine, devices=devices)
    listener = _Listener(devices or Request(), clock, tell)
    command = [sys.executable, "-P", "-m", PROGRAM, msgspec.json.encode(task).decode()]
    after: float | None = None
    async with child(command) as process:
        try:
            async with asyncio.timeout(WITHIN + seconds):
                async for line in _lines(process, listener):
                    if isinstance(line, Offering):
                        answer = await exchange(line.sdp)
                        assert process.stdin is not None
                        process.stdin.write(written(Answering(sdp=answer)))
                    elif isinstance(line, Heard):
                        after = line.after
                    elif isinstance(line, Fraction):
                        tell(Progressed(done=line.done))
                    elif isinstance(line, Broke):
                        return RoundTrip(
                            failure=line.failure, detail=line.detail, after=after, streams=listener.streams()
                        )
                    else:
                        return RoundTrip(
                            after=after,
                            signal=replace(line.signal, at=clock()),
                            path=_path(line, clock),
                            captured=line.captured and replace(line.captured, at=clock()),
                            streams=listener.streams(),
                        )
        except TimeoutError:
            return RoundTrip(failure=HopFailure.NO_ANSWER, after=after, streams=listener.streams())
    return RoundTrip(
        failure=HopFailure.TEST_ENDED, detail="the caller broke down", after=after, streams=listener.streams()
    )


class _Listener:
    """Hears what the caller's own streams of sound tell, between its other lines."""

    def __init__(self, devices: Request, clock: Clock, tell: Tell) -> None:
        self._health = Health(devices, clock)
        self._endpoints = {Side.INPUT: devices.input or "", Side.OUTPUT: devices.output or ""}
        self._tell = tell

    def hear(self, line: bytes, process_id: int) -> None:
        """Take note of a line, whatever it is."""
        if message := read(line):
            self._health.hear(message)
            if told := news(message, process_id, self._endpoints):
                self._tell(told)

    def streams(self) -> tuple[StreamHealth, ...]:
        """Return how they went until now."""
        return self._health.streams(hung=False)


async def _lines(process: asyncio.subprocess.Process, listener: _Listener) -> AsyncIterator[FromCaller]:
    assert process.stdout is not None
    async for line in process.stdout:
        try:
            told = from_caller.decode(line)
        except msgspec.DecodeError:  # of its sound, or a library has written into the middle of it
            listener.hear(line, process.pid)
        else:
            yield told


def _path(returned: Returned, clock: Clock) -> PathQuality:
    return PathQuality(
        at=clock(),
        over=Hop.MEDIA,
        round_trip=returned.round_trip,
        loss=returned.loss,
        jitter=returned.jitter,
        samples=returned.samples,
    )
