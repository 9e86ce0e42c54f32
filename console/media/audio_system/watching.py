"""Watching the audio system while something is tested: its state at any moment, and what has changed."""

import asyncio
import math
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import chain, pairwise

import msgspec
from msgspec.structs import replace

from console.domain.diagnosis.evidence import AudioEvent, AudioState, AudioSystem, Reach
from console.domain.noun import Clock
from console.media.audio_system.changes import changes
from console.media.audio_system.lines import Line, Reached, Seen
from console.media.children import child

MODULE = "console.media.audio_system.program"
STARTS_WITHIN = 10.0
"""Seconds for a program to start and load its library, on a very busy machine."""
ANSWERS_WITHIN = 1.2
"""Seconds of silence after which the audio system counts as frozen: signs of life come four times a second."""
SECOND_LOOK = 0.3
"""Seconds more, in case it was this process that was held up and not the other."""


class Watch:
    """What has been seen so far. system: whether the audio system could be reached, and still can."""

    def __init__(self, clock: Clock) -> None:
        self.system = AudioSystem(at=clock(), reach=Reach.BROKEN)
        self.ended = asyncio.Event()
        """Set when the audio system can't be reached, or can't any more."""
        self._clock = clock
        self._ours: int | None = None
        self._states: list[AudioState] = []
        self._newest_began = -math.inf
        self._news = asyncio.Event()

    async def state(self, ours: int | None = None) -> AudioState | None:
        """Return the state as it is now, None where it can't be told. ours: the process whose streams are our own."""
        if ours is not None:
            self._ours = ours
        asked = time.monotonic()
        while not self.ended.is_set():
            if self._newest_began >= asked:
                return self._marked(self._states[-1])
            await self._next()
        return None

    @property
    def lived(self) -> AudioState | None:
        """The last state in which as many of our own streams lived as ever did; None if none did."""
        states = [self._marked(state) for state in self._states]
        most = max((_own(state) for state in states), default=0)
        return next((state for state in reversed(states) if most and _own(state) == most), None)

    @property
    def events(self) -> tuple[AudioEvent, ...]:
        """What has changed from the first look on."""
        states = [self._marked(state) for state in self._states]
        return tuple(chain.from_iterable(changes(before, after) for before, after in pairwise(states)))

    def hear(self, line: Line) -> None:
        """Take in what the program says."""
        if isinstance(line, Reached):
            self._reached(line)
        elif isinstance(line, Seen):
            self._states.append(replace(line.state, at=self._clock()))
            self._newest_began = line.began
        self._news.set()

    def lose(self, reach: Reach) -> None:
        """Take in that the audio system is gone, for this reason unless the program has told a better one."""
        if not self.ended.is_set():
            self._reached(Reached(reach=reach, name=self.system.name, sees_states=self.system.sees_states))
        self._news.set()

    def _reached(self, line: Reached) -> None:
        name = line.name or self.system.name
        self.system = AudioSystem(at=self._clock(), reach=line.reach, name=name, sees_states=line.sees_states)
        if line.reach is not Reach.READY:
            self.ended.set()

    def _marked(self, state: AudioState) -> AudioState:
        if self._ours is None:
            return state
        return replace(
            state, streams=tuple(replace(one, is_ours=one.process_id == self._ours) for one in state.streams)
        )

    async def _next(self) -> None:
        self._news.clear()
        await self._news.wait()


@asynccontextmanager
async def watching(clock: Clock) -> AsyncIterator[Watch]:
    """Watch the audio system for as long as the context lasts. It begins when the first state is known, or none is."""
    watch = Watch(clock)
    async with child([sys.executable, "-P", "-m", MODULE, "watch"]) as process:
        assert process.stdout is not None
        following = asyncio.create_task(_follow(process.stdout, watch))
        try:
            await watch.state()
            yield watch
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following


async def _follow(lines: asyncio.StreamReader, watch: Watch) -> None:
    has_started = False
    while True:
        try:
            line = await _within(lines, ANSWERS_WITHIN if has_started else STARTS_WITHIN)
        except TimeoutError:
            watch.lose(Reach.FROZEN if has_started else Reach.BROKEN)
            return
        if not line:
            watch.lose(Reach.DIED if watch.system.reach is Reach.READY else Reach.BROKEN)
            return
        with suppress(msgspec.DecodeError):  # a library may write into the middle of it
            watch.hear(msgspec.json.decode(line, type=Line))
            has_started = True


async def _within(lines: asyncio.StreamReader, patience: float) -> bytes:
    for seconds in (patience, SECOND_LOOK):
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await lines.readline()
    raise TimeoutError


def _own(state: AudioState) -> int:
    return sum(stream.is_ours for stream in state.streams)
