"""Which microphone hears the person: all of them listen at the same time."""

import asyncio
from collections.abc import Sequence

from console.domain.diagnosis.evidence import SILENCE, Loudness, OpenFailure, Side
from console.domain.noun import Clock
from console.media.sound.listening import Listening, listen_to_speech
from console.media.sound.news import Tell

OPEN_WITHIN = 5.0
"""Seconds for which those that are open wait for the others."""


async def meter(
    inputs: Sequence[str], *, seconds: float, clock: Clock, tell: Tell, end: asyncio.Event | None = None
) -> tuple[Loudness, ...]:
    """Return what each microphone heard, in the order of their names; one that won't open says why.

    Each has a program of its own, since one that hangs must not take the others along. end: set, it ends the listening
    before the time is over.
    """
    everybody = _Start(len(inputs))
    async with asyncio.TaskGroup() as tasks:
        metered = [tasks.create_task(_one(name, seconds, clock, tell, everybody, end)) for name in inputs]
    return tuple(task.result() for task in metered)


class _Start:
    """All begin at once: when each one is open or refused, or when it is too late to wait."""

    def __init__(self, waiting: int) -> None:
        self._missing = waiting
        self._all = asyncio.Event()

    def arrived(self) -> None:
        """One more is ready, or will never be."""
        self._missing -= 1
        if self._missing <= 0:
            self._all.set()

    async def wait(self) -> None:
        """Wait for the others."""
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                await self._all.wait()
        except TimeoutError:
            self._all.set()


async def _one(
    name: str, seconds: float, clock: Clock, tell: Tell, everybody: _Start, end: asyncio.Event | None
) -> Loudness:
    async with listen_to_speech(name, seconds, clock=clock, tell=tell) as listening:
        is_open = await listening.opened()
        everybody.arrived()
        if not is_open:
            return Loudness(at=clock(), endpoint=name, failure=_why(listening))
        waiting = asyncio.create_task(_let_begin_and_end(listening, everybody, end))
        try:
            speech = await listening.speech()
        finally:
            waiting.cancel()
        if speech is None:
            return Loudness(at=clock(), endpoint=name, failure=_why(listening))
        return Loudness(
            at=speech.at,
            endpoint=name,
            level=SILENCE if listening.level is None else listening.level,
            peak=speech.peak,
            is_flat=speech.is_flat,
            speech_level=speech.level if speech.spoke else None,
        )


async def _let_begin_and_end(listening: Listening, everybody: _Start, end: asyncio.Event | None) -> None:
    await everybody.wait()
    await listening.begin()
    if end is not None:
        await end.wait()
        await listening.end()


def _why(listening: Listening) -> OpenFailure:
    health = listening.health(Side.INPUT)
    return health.failure if health and health.failure else OpenFailure.FAILED
