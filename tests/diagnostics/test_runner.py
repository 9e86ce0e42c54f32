"""A whole test, from the plan to the verdict, on a real audio server."""

from datetime import UTC, datetime

from console.diagnostics.bench import Plan, Progress, Step
from console.diagnostics.runner import run
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.result import Depth, Subject
from tests.audio_server import AudioServer

SILENT = Plan(subject=Subject.AUDIO, depth=Depth.SILENT)


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_machine_without_an_audio_system_is_told_so_for_certain(silent_audio: AudioServer) -> None:
    told: list[Progress] = []

    diagnosis = await run(SILENT, clock=now, tell=told.append)

    assert diagnosis.verdict is CheckOutcome.FAULT
    assert [(cause.code, cause.certainty) for cause in diagnosis.causes][:1] == [
        (Code.NO_AUDIO_SYSTEM, Certainty.CERTAIN)
    ]
    assert isinstance(told[0], Step)


async def test_a_healthy_machine_comes_out_healthy(audio: AudioServer) -> None:
    diagnosis = await run(SILENT, clock=now, tell=lambda progress: None)

    assert (diagnosis.verdict, diagnosis.causes) == (CheckOutcome.HEALTHY, ())
