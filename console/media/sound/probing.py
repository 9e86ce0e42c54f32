"""The probe: played on one endpoint, recorded on another, measured."""

from dataclasses import dataclass

from msgspec.structs import replace

from console.domain.diagnosis.evidence import Side, Signal, StreamHealth
from console.domain.noun import Clock
from console.media.inventory.troubles import Trouble
from console.media.sound.conversation import conversation
from console.media.sound.health import Health
from console.media.sound.messages import Live, Measured, Ready, Request
from console.media.sound.news import Tell, news

QUICK, FULL = 1.7, 3.0
"""Seconds of the probe; from 5 s on it is a watch, whose steady tone shows holes."""

_PROGRAM = "console.media.sound.probe_program"


@dataclass(frozen=True, kw_only=True)
class Probed:
    """What came of a probe. signal None: it was not both played and recorded. trouble: why it broke off.

    had_library: it had loaded the sound library.
    """

    streams: tuple[StreamHealth, ...]
    signal: Signal | None
    process_id: int
    trouble: Trouble | None = None
    had_library: bool = True


async def probe(
    *, input: str | None = None, output: str | None = None, seconds: float = QUICK, clock: Clock, tell: Tell
) -> Probed:
    """Play the probe, record it and return what it says of the path. Cancelling ends it with its sound.

    input, output: the endpoints' stable names (where there is no sound server: PortAudio's), None: the defaults.
    tell: hears Started as soon as the streams live, before the sound, then levels and progress.
    """
    request = Request(input=input, output=output, seconds=seconds)
    health, signal, had_library = Health(request, clock), None, False
    began = clock()
    endpoints = {Side.INPUT: input or "", Side.OUTPUT: output or ""}
    async with conversation(_PROGRAM, request) as program:
        async for message in program.messages():
            health.hear(message)
            had_library = had_library or isinstance(message, Ready)
            if isinstance(message, Live):
                began = clock()
            if isinstance(message, Measured):
                signal = replace(message.signal, at=clock(), began=began, seconds=seconds)
            if told := news(message, program.process_id, endpoints):
                tell(told)
    return Probed(
        streams=health.streams(hung=program.hung),
        signal=signal,
        process_id=program.process_id,
        trouble=program.trouble,
        had_library=had_library,
    )
