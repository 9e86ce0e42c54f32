"""The loopback: a probe is played on the speaker and recorded by the microphone, while the audio system is watched."""

import asyncio

from msgspec.structs import replace

from console.diagnostics.bench import Bench
from console.diagnostics.relaying import relay
from console.domain.diagnosis.evidence import Reach
from console.domain.diagnosis.result import Depth
from console.media.audio_system.watching import Watch, watching
from console.media.inventory.troubles import Trouble
from console.media.sound.news import News, Started
from console.media.sound.probing import FULL, QUICK, Probed, probe

GRACE = 0.4
"""Seconds in which a probe may still tell what it has, once the audio system has gone."""
_REACH = {
    Trouble.NO_LIBRARY: Reach.NO_LIBRARY,
    Trouble.NO_SERVER: Reach.NO_SERVER,
    Trouble.NO_ANSWER: Reach.FROZEN,
    Trouble.BROKEN: Reach.BROKEN,
    Trouble.CRASHED: Reach.BROKEN,
}


async def check(bench: Bench) -> None:
    """Play, record, and learn how both went and what was changed meanwhile."""
    if bench.evidence.audio is None or bench.evidence.audio.reach is not Reach.READY:
        return
    async with watching(bench.clock) as watch:
        probed = await _probed(bench, watch)
        after = await watch.state()
    bench.learn(audio=watch.system, during=watch.lived, after=after, events=watch.events)
    if probed is not None:
        _learn(bench, probed)


async def _probed(bench: Bench, watch: Watch) -> Probed | None:
    """Return what came of the probe; None where the audio system went and took it along."""

    def tell(news: News) -> None:
        if isinstance(news, Started):
            watch.own(news.process_id)
        relay(bench, news)

    evidence = bench.evidence
    running = asyncio.create_task(
        probe(input=evidence.input, output=evidence.output, seconds=_seconds(bench), clock=bench.clock, tell=tell)
    )
    ending = asyncio.create_task(watch.ended.wait())
    try:
        await asyncio.wait({running, ending}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({running}, timeout=GRACE)
        return await running if running.done() else None
    finally:
        for task in (running, ending):
            task.cancel()
        await asyncio.wait({running, ending})


def _seconds(bench: Bench) -> float:
    if bench.plan.depth is Depth.WATCH:
        return bench.plan.seconds
    return FULL if bench.plan.depth is Depth.FULL else QUICK


def _learn(bench: Bench, probed: Probed) -> None:
    bench.learn(streams=probed.streams, signal=probed.signal)
    audio = bench.evidence.audio
    if audio is not None and audio.reach is Reach.READY and probed.signal is None and probed.trouble is not None:
        # The server answers, and yet sound could be neither played nor recorded.
        bench.learn(audio=replace(audio, at=bench.clock(), reach=_REACH[probed.trouble]))


CHECK = check
