"""The whole way of a call's sound: a real speaker, a real microphone, and a real service's echo peer between them."""

import pytest

from console.client.service import ServiceClient
from console.diagnostics.bench import Bench, Plan
from console.diagnostics.checks import audio_system, loopback, media
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.evidence import Evidence
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.result import Depth, Diagnosis, LinkState, Subject
from tests.audio_server import AudioServer
from tests.conftest import ServiceProcess
from tests.diagnostics.network.surveying import now


@pytest.fixture
def cable(audio: AudioServer) -> AudioServer:
    """What the default speaker plays the default microphone hears."""
    audio.control("set-default-sink", "cable")
    return audio


async def way(service: ServiceProcess, depth: Depth = Depth.FULL, *, after_a_loopback: bool = False) -> Evidence:
    client = ServiceClient(service.url, service.token)
    bench = Bench(
        plan=Plan(subject=Subject.NETWORK, depth=depth),
        clock=now,
        evidence=Evidence(started_at=now()),
        tell=lambda progress: None,
        service=client,
    )
    if after_a_loopback:
        await audio_system.CHECK(bench)
        await loopback.CHECK(bench)
    await media.check(bench)
    await client.close()
    return bench.evidence


def judged(evidence: Evidence) -> Diagnosis:
    return judge(evidence, at=now(), seconds=0)


def states(evidence: Evidence) -> list[LinkState]:
    return [link.state for link in judged(evidence).chain]


OK, LEFT_OUT = LinkState.OK, LinkState.LEFT_OUT


async def test_what_the_speaker_plays_and_the_microphone_captures_comes_back(
    cable: AudioServer, shared_service: ServiceProcess
) -> None:
    evidence = await way(shared_service)

    diagnosis = judged(evidence)
    assert (diagnosis.verdict, diagnosis.causes) == (CheckOutcome.HEALTHY, ())
    assert [link.state for link in diagnosis.chain] == [OK] * 5
    assert all(link.at is not None and link.level is not None and link.level > -30 for link in diagnosis.chain)
    assert evidence.during is not None
    assert {stream.endpoint for stream in evidence.during.streams if stream.is_ours} == {"mic", "cable"}
    assert evidence.before is not None
    assert evidence.after is not None
    assert [one.volumes for one in evidence.after.endpoints] == [one.volumes for one in evidence.before.endpoints]
    assert diagnosis.measures["returnedDropouts"] == 0
    assert diagnosis.measures["returnedBandwidth"] >= 12_000
    assert abs(diagnosis.measures["returnedLevel"] - diagnosis.measures["sentLevel"]) < 1


async def test_an_8_khz_microphone_is_seen_over_the_whole_way_and_named_as_by_the_loopback(
    cable: AudioServer, shared_service: ServiceProcess
) -> None:
    slow = ("source_name=slow", "master=cable.monitor", "rate=8000", "channels=1")
    cable.control("load-module", "module-remap-source", *slow)
    cable.control("set-default-source", "slow")

    found = judged(await way(shared_service))

    assert [(cause.code, cause.certainty) for cause in found.causes] == [(Code.NARROW_BAND, Certainty.CERTAIN)]
    assert found.input is not None
    assert found.causes[0].subject == found.input.label
    assert 3000 <= found.measures["returnedBandwidth"] <= 4000


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("set-source-mute", "mic", "1"), Code.MICROPHONE_MUTED),
        (("set-sink-mute", "cable", "1"), Code.SPEAKER_MUTED),
    ],
)
async def test_a_mute_stops_the_sound_at_the_device_and_not_in_the_network(
    cable: AudioServer, shared_service: ServiceProcess, command: tuple[str, ...], code: Code
) -> None:
    cable.control(*command)

    evidence = await way(shared_service)

    assert [(cause.code, cause.certainty) for cause in judged(evidence).causes] == [(code, Certainty.CERTAIN)]
    assert evidence.signal is not None
    assert evidence.signal.is_zero
    assert states(evidence)[2:4] == [OK, OK]
    assert LinkState.FAULT in states(evidence)


async def test_after_a_loopback_the_way_adds_to_what_it_found(
    cable: AudioServer, shared_service: ServiceProcess
) -> None:
    evidence = await way(shared_service, after_a_loopback=True)

    assert evidence.signal is not None
    assert evidence.sent_signal is not None
    assert evidence.sent_signal.at > evidence.signal.at
    assert states(evidence) == [OK] * 5


async def test_a_headset_that_does_not_hear_itself_is_left_out(
    audio: AudioServer, shared_service: ServiceProcess
) -> None:
    evidence = await way(shared_service)

    assert judged(evidence).verdict is CheckOutcome.HEALTHY
    assert states(evidence) == [LEFT_OUT, LEFT_OUT, OK, OK, LEFT_OUT]


async def test_a_monitor_is_no_microphone(cable: AudioServer, shared_service: ServiceProcess) -> None:
    cable.control("set-default-source", "cable.monitor")

    assert states(await way(shared_service)) == [LEFT_OUT, LEFT_OUT, OK, OK, LEFT_OUT]


async def test_a_machine_without_sound_sends_the_probe_from_memory(
    silent_audio: AudioServer, shared_service: ServiceProcess
) -> None:
    evidence = await way(shared_service)

    assert judged(evidence).verdict is CheckOutcome.HEALTHY
    assert states(evidence) == [LEFT_OUT, LEFT_OUT, OK, OK, LEFT_OUT]


async def test_a_quick_test_makes_no_sound(cable: AudioServer, shared_service: ServiceProcess) -> None:
    evidence = await way(shared_service, Depth.QUICK)

    assert (evidence.streams, evidence.sent_signal) == ((), None)
    assert states(evidence) == [LEFT_OUT, LEFT_OUT, OK, OK, LEFT_OUT]
