"""The probe on a real audio server: heard, changed in mid-test, and with the server gone from under it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from console.diagnostics.bench import Bench, Fraction, Level, Plan, Progress
from console.diagnostics.checks import audio_system, loopback
from console.domain.diagnosis.evidence import AudioStream, Evidence, Happening, Reach, Side
from tests.audio_server import AudioServer


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def cable(audio: AudioServer) -> AudioServer:
    """What the default speaker plays the default microphone hears."""
    audio.control("set-default-sink", "cable")
    return audio


async def gathered(tell: Callable[[Progress], None] = lambda progress: None, plan: Plan = Plan()) -> Evidence:  # noqa: B008
    bench = Bench(plan=plan, clock=now, evidence=Evidence(started_at=now()), tell=tell)
    await audio_system.CHECK(bench)
    await loopback.CHECK(bench)
    return bench.evidence


def in_mid_test(act: Callable[[], object]) -> Callable[[Progress], None]:
    """Act once, when a good part of the probe has been played."""
    acted: list[object] = []

    def tell(progress: Progress) -> None:
        if isinstance(progress, Fraction) and progress.done > 0.3 and not acted:
            acted.append(act())

    return tell


def own(evidence: Evidence, side: Side) -> AudioStream:
    assert evidence.during is not None
    return next(stream for stream in evidence.during.streams if stream.is_ours and stream.side is side)


async def test_the_probe_is_heard_through_the_cable_with_live_levels(cable: AudioServer) -> None:
    told: list[Progress] = []
    evidence = await gathered(told.append)
    assert evidence.signal is not None
    assert evidence.signal.matched
    assert own(evidence, Side.OUTPUT).endpoint == "cable"
    assert own(evidence, Side.INPUT).endpoint == "mic"
    assert evidence.after is not None
    assert not [stream for stream in evidence.after.streams if stream.is_ours]
    levels = [progress for progress in told if isinstance(progress, Level)]
    assert {(level.side, level.label) for level in levels} == {(Side.INPUT, "Boom"), (Side.OUTPUT, "Cable")}
    assert max(level.level for level in levels if level.side is Side.INPUT) > -40


async def test_a_named_speaker_is_the_one_that_plays(audio: AudioServer) -> None:
    evidence = await gathered(plan=Plan(output="Cable"))
    assert evidence.output == "cable"
    assert own(evidence, Side.OUTPUT).endpoint == "cable"
    assert evidence.signal is not None
    assert evidence.signal.matched


async def test_an_own_stream_that_is_muted_in_mid_test_is_seen_although_it_is_gone_afterwards(
    cable: AudioServer,
) -> None:
    def mute() -> None:
        streams = cable.control("list", "short", "sink-inputs").splitlines()
        cable.control("set-sink-input-mute", streams[-1].split()[0], "1")

    evidence = await gathered(in_mid_test(mute))
    assert own(evidence, Side.OUTPUT).muted


async def test_a_microphone_that_is_pulled_out_in_mid_test_is_seen(cable: AudioServer) -> None:
    modules = cable.control("list", "short", "modules").splitlines()
    module = next(line.split()[0] for line in modules if "remap" in line)
    evidence = await gathered(in_mid_test(lambda: cable.control("unload-module", module)))
    assert (Happening.REMOVED, "mic") in [(event.happening, event.name) for event in evidence.events]


@pytest.mark.parametrize(
    ("harm", "reach"),
    [(AudioServer.kill, Reach.DIED), (AudioServer.freeze, Reach.FROZEN)],
    ids=["killed", "frozen"],
)
async def test_a_server_that_goes_in_mid_test_ends_the_test(
    cable: AudioServer, harm: Callable[[AudioServer], None], reach: Reach
) -> None:
    evidence = await gathered(in_mid_test(lambda: harm(cable)))
    assert evidence.audio is not None
    assert evidence.audio.reach is reach


async def test_a_sound_library_that_aborts_is_a_broken_audio_system(
    cable: AudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(cable.folder / "missing.conf"))
    evidence = await gathered()
    assert evidence.audio is not None
    assert evidence.audio.reach is Reach.BROKEN


async def test_nothing_is_played_where_there_is_no_audio_system(silent_audio: AudioServer) -> None:
    evidence = await gathered()
    assert (evidence.streams, evidence.signal) == ((), None)
