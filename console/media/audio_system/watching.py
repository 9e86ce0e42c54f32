"""Watching the audio system while something is tested: its state at any moment, and what has changed."""

import asyncio
import math
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import msgspec
from msgspec.structs import replace

from console.domain.diagnosis.evidence import AudioEvent, AudioState, AudioStream, AudioSystem, Reach, Side
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
        self.system = AudioSystem(at=clock(), reach=Reach.UNSEEN)
        self.events: tuple[AudioEvent, ...] = ()
        """What has changed from the first look on."""
        self.ended = asyncio.Event()
        """Set when the audio system can't be reached, or can't any more."""
        self.lived: AudioState | None = None
        """The last state in which our own streams lived, those of both sides if there ever were such; None before."""
        self._clock = clock
        self._ours: int | None = None
        self._ours_since = math.inf
        self._latest: AudioState | None = None
        self._latest_began = -math.inf
        self._news = asyncio.Event()

    def own(self, process_id: int) -> None:
        """From here on this process's streams are our own; those that it had while it opened them are not."""
        if self._ours != process_id:
            self._ours, self._ours_since = process_id, time.monotonic()

    async def state(self, ours: int | None = None) -> AudioState | None:
        """Return the state as it is now, None where it can't be told. ours: as in `own`."""
        if ours is not None:
            self.own(ours)
        asked = time.monotonic()
        while not self.ended.is_set():
            if self._latest_began >= asked:
                return self._latest
            self._news.clear()
            await self._news.wait()
        return None

    def hear(self, line: Line) -> None:
        """Take in what the program says."""
        if isinstance(line, Reached):
            self._reached(line)
        elif isinstance(line, Seen):
            self._see(self._marked(line))
            self._latest_began = line.began
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

    def _see(self, state: AudioState) -> None:
        if self._latest is not None:
            self.events = (*self.events, *changes(self._latest, state))
        own, lived = _own(state), _own(self.lived)
        if own and own.keys() >= lived.keys() and not any(_is_reborn(own[side], lived[side]) for side in lived):
            self.lived = state
        self._latest = state

    def _marked(self, line: Seen) -> AudioState:
        """Return the state with our own streams marked."""
        ours = self._ours if line.began >= self._ours_since else None
        streams = (
            replace(stream, is_ours=ours is not None and stream.process_id == ours) for stream in line.state.streams
        )
        return replace(line.state, at=self._clock(), streams=tuple(streams))


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
            watch.lose(Reach.FROZEN if has_started else Reach.UNSEEN)
            return
        if not line:
            # A server that ends is told of by the program before it ends itself.
            watch.lose(Reach.UNSEEN)
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


def _own(state: AudioState | None) -> dict[Side, AudioStream]:
    return {stream.side: stream for stream in state.streams if stream.is_ours} if state else {}


def _is_reborn(stream: AudioStream, before: AudioStream) -> bool:
    """Tell whether a stream came back under another number without what was set on it: some do while they close."""
    as_set = (before.muted, before.volumes, before.endpoint)
    return stream.number != before.number and (stream.muted, stream.volumes, stream.endpoint) != as_set
