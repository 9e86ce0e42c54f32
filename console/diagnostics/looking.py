"""Looking at the audio system while a person is asked: they have the time to mute, to unplug and to turn down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from console.diagnostics.bench import Bench
from console.media.audio_system.watching import watching


@asynccontextmanager
async def looking(bench: Bench) -> AsyncIterator[None]:
    """Learn at the context's end what the state is then, and what was changed meanwhile."""
    async with watching(bench.clock) as watch:
        yield
        lately = await watch.state()
    bench.learn(audio=watch.system, lately=lately, events=(*bench.evidence.events, *watch.events))
