"""What is learned of the audio system before a sound is made, and which devices a plan means."""

from datetime import UTC, datetime

import pytest

from console.diagnostics.bench import Bench, Plan
from console.diagnostics.checks.audio_system import CHECK
from console.domain.diagnosis.evidence import Evidence, Reach
from console.domain.errors import ConsoleError
from tests.audio_server import AudioServer


def now() -> datetime:
    return datetime.now(UTC)


async def learned(plan: Plan) -> Evidence:
    bench = Bench(plan=plan, clock=now, evidence=Evidence(started_at=now()), tell=lambda progress: None)
    await CHECK(bench)
    return bench.evidence


async def test_the_state_before_is_learned(audio: AudioServer) -> None:
    evidence = await learned(Plan())
    assert evidence.audio is not None
    assert evidence.audio.reach is Reach.READY
    assert evidence.before is not None
    assert {one.name for one in evidence.before.endpoints} >= {"mic", "headset", "cable"}
    assert (evidence.input, evidence.output) == (None, None)


@pytest.mark.parametrize("called", ["headset", "Headset", "HEADSET"])
async def test_a_device_is_meant_by_its_name_or_its_label(audio: AudioServer, called: str) -> None:
    assert (await learned(Plan(output=called))).output == "headset"


async def test_a_device_that_is_not_there_is_refused_with_those_that_are(audio: AudioServer) -> None:
    with pytest.raises(ConsoleError) as error:
        await learned(Plan(input="Jabra 20"))
    assert error.value.detail == "There are: Boom (mic)."
    assert "Jabra 20" in error.value.title


async def test_without_an_audio_system_no_device_is_looked_for(silent_audio: AudioServer) -> None:
    evidence = await learned(Plan(input="Jabra 20"))
    assert evidence.audio is not None
    assert evidence.audio.reach is Reach.NO_SERVER
    assert evidence.before is None
