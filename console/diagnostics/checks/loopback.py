"""The loopback: a probe is played on the speaker and recorded by the microphone, while the audio system is watched."""

import asyncio

from console.diagnostics.bench import Bench
from console.diagnostics.relaying import relay
from console.domain.diagnosis.evidence import Ended, EndedEarly, Reach
from console.domain.diagnosis.result import Depth
from console.media.audio_system.watching import Watch, watching
from console.media.inventory.troubles import Trouble
from console.media.sound.news import News, Started
from console.media.sound.probing import FULL, QUICK, Probed, probe

GRACE = 0.4
"""Seconds in which a probe may still tell what it has, once the audio system has gone."""
_ENDED = {
    Trouble.NO_LIBRARY: Ended.NO_LIBRARY,
    Trouble.NO_ANSWER: Ended.STOOD_STILL,
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
    if audio is None or audio.reach is not Reach.READY or probed.signal is not None or probed.trouble is None:
        return
    # The server answers: that sound was neither played nor recorded is the program's trouble, or a device's.
    if probed.trouble is Trouble.NO_ANSWER and any(stream.hung for stream in probed.streams):
        return
    usual = Ended.CRASHED if probed.had_library else Ended.BROKEN_LIBRARY
    bench.learn(ended=EndedEarly(at=bench.clock(), why=_ENDED.get(probed.trouble, usual)))


CHECK = check
