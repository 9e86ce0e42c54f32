"""The asking side: the probe on its way to the echo peer and back, by a child program."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from console.domain.diagnosis.evidence import Hop, HopFailure, PathQuality, Signal
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
from console.wire.ice import IceServers

PROGRAM = "console.media.echo.caller_program"
WITHIN = 45.0
"""Seconds beside the probe's own: the program's own patience is over before."""

Exchange = Callable[[str], Awaitable[str]]
"""Takes an offer to the echo peer and returns its answer (session descriptions)."""


@dataclass(frozen=True, kw_only=True)
class RoundTrip:
    """What became of it. after: milliseconds from the offer to the first sound that was back."""

    failure: HopFailure | None = None
    detail: str = ""
    after: float | None = None
    signal: Signal | None = None
    path: PathQuality | None = None


async def round_trip(
    exchange: Exchange,
    servers: IceServers,
    *,
    seconds: float,
    on_this_machine: bool,
    clock: Clock,
    tell: Callable[[float], None],
) -> RoundTrip:
    """Send the probe of so many seconds to the echo peer and measure what comes back. tell: how much is done.

    What the exchange raises goes through.
    """
    task = Call(servers=servers, seconds=seconds, on_this_machine=on_this_machine)
    command = [sys.executable, "-P", "-m", PROGRAM, msgspec.json.encode(task).decode()]
    after: float | None = None
    async with child(command) as process:
        try:
            async with asyncio.timeout(WITHIN + seconds):
                async for line in _lines(process):
                    if isinstance(line, Offering):
                        answer = await exchange(line.sdp)
                        assert process.stdin is not None
                        process.stdin.write(written(Answering(sdp=answer)))
                    elif isinstance(line, Heard):
                        after = line.after
                    elif isinstance(line, Fraction):
                        tell(line.done)
                    elif isinstance(line, Broke):
                        return RoundTrip(failure=line.failure, detail=line.detail, after=after)
                    else:
                        return RoundTrip(after=after, signal=_stamped(line, clock), path=_path(line, clock))
        except TimeoutError:
            return RoundTrip(failure=HopFailure.NO_ANSWER, after=after)
    return RoundTrip(failure=HopFailure.WRONG_ANSWER, detail="the caller broke down", after=after)


async def _lines(process: asyncio.subprocess.Process) -> AsyncIterator[FromCaller]:
    assert process.stdout is not None
    async for line in process.stdout:
        try:
            yield from_caller.decode(line)
        except msgspec.DecodeError:  # a library has written into the middle of it
            continue


def _stamped(returned: Returned, clock: Clock) -> Signal:
    return replace(returned.signal, at=clock())


def _path(returned: Returned, clock: Clock) -> PathQuality:
    return PathQuality(
        at=clock(),
        over=Hop.MEDIA,
        round_trip=returned.round_trip,
        loss=returned.loss,
        jitter=returned.jitter,
        samples=returned.samples,
    )
