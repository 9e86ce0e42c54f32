"""The probe on a real audio server: heard, changed in mid-test, and with the server gone from under it."""

import os
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.diagnostics.bench import Bench, Fraction, Level, Plan, Progress
from console.diagnostics.checks import audio_system, loopback
from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Certainty, Code
from console.domain.diagnosis.evidence import AudioStream, Ended, Evidence, Happening, Reach, Side
from console.domain.diagnosis.judging import judge
from console.domain.diagnosis.result import Depth
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


def for_a_while(audio: AudioServer, *command: str) -> Callable[[Progress], None]:
    """Turn something on when a quarter of the probe has been played, and off again at six tenths."""
    turns = iter([(0.25, "1"), (0.6, "0")])
    due = [next(turns)]

    def tell(progress: Progress) -> None:
        if isinstance(progress, Fraction) and due and progress.done > due[0][0]:
            audio.control(*command, due.pop()[1])
            due.extend([one for one in [next(turns, None)] if one])

    return tell


@pytest.mark.parametrize(
    ("plan", "command", "code"),
    [
        (Plan(depth=Depth.FULL), ("set-source-mute", "mic"), Code.MICROPHONE_MUTED),
        (Plan(depth=Depth.WATCH, seconds=6), ("set-source-mute", "mic"), Code.MICROPHONE_MUTED),
        (Plan(depth=Depth.WATCH, seconds=6), ("set-sink-mute", "cable"), Code.SPEAKER_MUTED),
    ],
)
async def test_a_mute_that_comes_and_goes_in_mid_test_is_named(
    cable: AudioServer, plan: Plan, command: tuple[str, str], code: Code
) -> None:
    evidence = await gathered(for_a_while(cable, *command), plan)
    cause = judge(evidence, at=now(), seconds=1.0).causes[0]
    assert (cause.code, cause.certainty, cause.is_over) == (code, Certainty.CERTAIN, True)


async def test_what_another_program_plays_meanwhile_is_told(cable: AudioServer) -> None:
    command = ["pacat", "--raw", "--rate=48000", "--device=cable", "/dev/urandom"]
    with subprocess.Popen(command, env={**os.environ, **cable.environment}, stderr=subprocess.DEVNULL) as music:
        try:
            evidence = await gathered()
        finally:
            music.kill()
    diagnosis = judge(evidence, at=now(), seconds=1.0)
    assert diagnosis.verdict is CheckOutcome.UNSURE
    assert Code.OTHER_SOUND in {cause.code for cause in diagnosis.causes}


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


def harmed(number: signal.Signals) -> Callable[[Progress], None]:
    """Send a signal to the probe's program when a good part of the probe has been played."""

    def harm() -> None:
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if b"console.media.sound.probe_program" in (folder / "cmdline").read_bytes():
                    is_ours = f"\nPPid:\t{os.getpid()}\n" in (folder / "status").read_text()
                    if is_ours:
                        os.kill(int(folder.name), number)

    return in_mid_test(harm)


@pytest.mark.parametrize(
    ("number", "why"),
    [(signal.SIGKILL, Ended.CRASHED), (signal.SIGSTOP, Ended.STOOD_STILL)],
    ids=["killed", "stopped"],
)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to find the child program")
async def test_a_probe_that_ends_before_its_time_is_no_fault_of_the_audio_system(
    cable: AudioServer, number: signal.Signals, why: Ended
) -> None:
    evidence = await gathered(harmed(number))
    assert evidence.audio is not None
    assert evidence.audio.reach is Reach.READY
    assert evidence.ended is not None
    assert evidence.ended.why is why
    diagnosis = judge(evidence, at=now(), seconds=1.0)
    assert (diagnosis.verdict, [cause.code for cause in diagnosis.causes]) == (CheckOutcome.UNABLE, [Code.TEST_ENDED])


async def test_a_sound_library_that_aborts_could_not_be_used(
    cable: AudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(cable.folder / "missing.conf"))
    evidence = await gathered()
    assert evidence.audio is not None
    assert evidence.audio.reach is Reach.READY
    diagnosis = judge(evidence, at=now(), seconds=1.0)
    assert (diagnosis.verdict, [cause.code for cause in diagnosis.causes]) == (
        CheckOutcome.UNABLE,
        [Code.LIBRARY_MISSING],
    )


async def test_nothing_is_played_where_there_is_no_audio_system(silent_audio: AudioServer) -> None:
    evidence = await gathered()
    assert (evidence.streams, evidence.signal) == ((), None)
