"""Which microphone hears the person: all of them are metered at once while a sentence is read aloud."""

import asyncio
from functools import partial

from msgspec.structs import replace

from console.diagnostics.bench import Bench
from console.diagnostics.looking import looking
from console.diagnostics.relaying import relay
from console.diagnostics.sentence import SECONDS, sentence
from console.domain.diagnosis.evidence import Endpoint, Evidence, Question, Side
from console.domain.diagnosis.tested import latest, real
from console.domain.diagnosis.thresholds import GOOD_SPEECH
from console.media.sound.metering import meter


async def check(bench: Bench) -> None:
    """Meter them all, where there is a choice and the tested one has not heard the person well."""
    microphones = _to_meter(bench.evidence)
    if len(microphones) < 2 or _is_heard_well(bench.evidence):
        return
    async with looking(bench):
        end = asyncio.Event()
        metering = asyncio.create_task(
            meter(list(microphones), seconds=SECONDS, clock=bench.clock, tell=partial(relay, bench), end=end)
        )
        try:
            has_read = await bench.ask(Question.SPOKE, about=sentence())
            end.set()
            metered = await metering
        finally:
            metering.cancel()
            await asyncio.wait({metering})
    if has_read or any(one.speech_level is not None for one in metered):
        bench.learn(loudness=tuple(replace(one, label=microphones[one.endpoint].label) for one in metered))


def _to_meter(evidence: Evidence) -> dict[str, Endpoint]:
    state = latest(evidence)
    return {one.name: one for one in real(state, Side.INPUT) if one.plugged} if state else {}


def _is_heard_well(evidence: Evidence) -> bool:
    speech = evidence.speech
    return speech is not None and speech.spoke and speech.level >= GOOD_SPEECH


CHECK = check
