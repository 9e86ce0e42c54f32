"""The speaker: a chime is played, and the person says whether they heard it."""

from functools import partial

from console.diagnostics.bench import Bench
from console.diagnostics.looking import looking
from console.diagnostics.relaying import relay
from console.domain.diagnosis.evidence import Question, Reach, Side
from console.domain.diagnosis.tested import shown, tested
from console.media.sound.chiming import chime


async def check(bench: Bench) -> None:
    """Play the chime and ask; a speaker that would not open is not asked about."""
    if bench.evidence.audio is None or bench.evidence.audio.reach is not Reach.READY:
        return
    async with looking(bench):
        health = await chime(bench.evidence.output, clock=bench.clock, tell=partial(relay, bench))
        bench.learn(streams=(*bench.evidence.streams, health))
        if health.failure is None and health.first_frame_after is not None:
            speaker = tested(bench.evidence, Side.OUTPUT)
            name, label = (speaker.name, shown(speaker)) if speaker else ("", "")
            await bench.ask(Question.HEARD_CHIME, endpoint=name, about=label)


CHECK = check
