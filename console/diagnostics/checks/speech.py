"""The voice: a person reads a sentence aloud, hears it played back, and says whether they heard themselves."""

import asyncio
from functools import partial

from console.diagnostics.bench import Bench
from console.diagnostics.looking import looking
from console.diagnostics.relaying import relay
from console.diagnostics.sentence import SECONDS, sentence
from console.domain.diagnosis.evidence import Question, Reach, Side, Speech
from console.domain.diagnosis.tested import shown, tested
from console.media.sound.listening import Listening, listen_to_speech


async def check(bench: Bench) -> None:
    """Listen while the person reads; the recording is gone when this ends."""
    evidence = bench.evidence
    if evidence.audio is None or evidence.audio.reach is not Reach.READY:
        return
    async with (
        looking(bench),
        listen_to_speech(
            evidence.input, SECONDS, output=evidence.output, clock=bench.clock, tell=partial(relay, bench)
        ) as listening,
    ):
        is_open = await listening.opened()
        if health := listening.health(Side.INPUT):
            bench.learn(streams=(*bench.evidence.streams, health))
        if is_open:
            speech = await _read(bench, listening)
            if speech is not None and speech.spoke:
                await _played_back(bench, listening)


async def _read(bench: Bench, listening: Listening) -> Speech | None:
    """Learn how the sentence was heard: of somebody who did not read it nothing is learnt."""
    microphone = tested(bench.evidence, Side.INPUT)
    await listening.begin()
    hearing = asyncio.create_task(listening.speech())
    try:
        has_read = await bench.ask(Question.SPOKE, endpoint=microphone.name if microphone else "", about=sentence())
        await listening.end()
        speech = await hearing
    finally:
        hearing.cancel()
        await asyncio.wait({hearing})  # it reads the program's messages, which nobody else may end meanwhile
    if speech is not None and (has_read or speech.spoke):
        bench.learn(speech=speech)
    return speech


async def _played_back(bench: Bench, listening: Listening) -> None:
    speaker = tested(bench.evidence, Side.OUTPUT)
    health = await listening.play_back()
    if health is not None:
        bench.learn(streams=(*bench.evidence.streams, health))
    if speaker is not None and health is not None and health.failure is None:
        await bench.ask(Question.HEARD_ONESELF, endpoint=speaker.name, about=shown(speaker))


CHECK = check
