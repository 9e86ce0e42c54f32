"""Where the probe is not heard, other devices are tried until it is."""

from datetime import UTC, datetime

from console.diagnostics.bench import Bench, Plan
from console.diagnostics.checks import audio_system, contrast, loopback
from console.domain.diagnosis.evidence import Evidence, Side
from tests.audio_server import AudioServer


def now() -> datetime:
    return datetime.now(UTC)


async def tried(plan: Plan) -> list[tuple[Side, str, bool]]:
    bench = Bench(plan=plan, clock=now, evidence=Evidence(started_at=now()), tell=lambda progress: None)
    for check in (audio_system, loopback, contrast):
        await check.CHECK(bench)
    return [(one.side, one.endpoint, one.heard) for one in bench.evidence.contrasts]


async def test_the_speaker_that_the_microphone_hears_is_found(audio: AudioServer) -> None:
    assert await tried(Plan(output="headset")) == [(Side.OUTPUT, "cable", True)]


async def test_the_microphone_that_hears_the_speaker_is_found(audio: AudioServer) -> None:
    audio.control("load-module", "module-null-sink", "sink_name=far", "norewinds=1")
    audio.control("load-module", "module-remap-source", "source_name=dull", "master=far.monitor")
    assert (await tried(Plan(input="dull", output="cable")))[0] == (Side.INPUT, "mic", True)


async def test_nothing_is_tried_where_the_probe_was_heard(audio: AudioServer) -> None:
    assert await tried(Plan(output="cable")) == []


async def test_nothing_is_tried_where_the_cause_is_certain(audio: AudioServer) -> None:
    audio.control("set-sink-mute", "headset", "1")
    assert await tried(Plan(output="headset")) == []
