"""The probe on a real audio server, healthy and not."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
import pytest

from console.domain.diagnosis.evidence import OpenFailure, Side
from console.media.inventory.troubles import Trouble
from console.media.sound.news import LiveLevel, News, Progressed, Started
from console.media.sound.probing import Probed, probe
from tests.audio_server import AudioServer
from tests.media.sound.conftest import nothing, now, stream

DEADLINE = 30.0


async def probed(*, at: float | None = None, then: Callable[[], object] | None = None, **options: str) -> Probed:
    """Probe, and do something once so much of the probe is done."""
    waiting = [then] if then else []

    def tell(news: News) -> None:
        if isinstance(news, Progressed) and at is not None and news.done >= at and waiting:
            waiting.pop()()

    async with asyncio.timeout(DEADLINE):
        return await probe(clock=now, tell=tell, **options)


def await_silence(audio: AudioServer) -> None:
    """Wait until nobody plays: the server learns a little later that a program has ended."""
    deadline = time.monotonic() + DEADLINE
    while audio.control("list", "short", "sink-inputs"):
        assert time.monotonic() < deadline, "something still plays"


async def test_a_whole_path_is_measured_and_its_levels_are_told(audio: AudioServer) -> None:
    told: list[News] = []

    result = await probe(input="mic", output="cable", clock=now, tell=told.append)

    assert result.signal is not None and result.signal.matched
    assert result.signal.gains is not None
    assert np.allclose(np.diag(result.signal.gains), 0, atol=0.5)
    assert {stream.side: stream.endpoint for stream in result.streams} == {Side.INPUT: "mic", Side.OUTPUT: "cable"}
    assert all(stream.first_frame_after is not None and stream.failure is None for stream in result.streams)
    assert Started(process_id=result.process_id) in told
    assert max(one.level for one in told if isinstance(one, LiveLevel) and one.side is Side.INPUT) > -30
    assert max(one.done for one in told if isinstance(one, Progressed)) == 1.0
    assert result.trouble is None
    assert result.signal.latency is not None
    assert 0 <= result.signal.latency <= 3 * result.signal.latency_tolerance


async def test_a_muted_microphone_gives_zeros_and_running_streams(audio: AudioServer) -> None:
    audio.control("set-source-mute", "mic", "1")
    result = await probed(input="mic", output="cable")
    assert result.signal is not None
    assert (result.signal.matched, result.signal.is_zero) == (False, True)
    assert all(stream.first_frame_after is not None for stream in result.streams)


async def test_a_quiet_microphone_is_read_by_its_gain(audio: AudioServer) -> None:
    audio.control("set-source-volume", "mic", "10%")
    result = await probed(input="mic", output="cable")
    assert result.signal is not None and result.signal.gains is not None
    assert np.allclose(np.diag(result.signal.gains), -60, atol=2)


async def test_an_8_khz_speaker_is_read_by_its_band(audio: AudioServer) -> None:
    audio.control("load-module", "module-remap-sink", "sink_name=hfp", "master=cable", "rate=8000", "channels=1")
    result = await probed(input="mic", output="hfp")
    assert result.signal is not None and result.signal.bandwidth is not None
    assert 3000 <= result.signal.bandwidth <= 4000


@pytest.mark.parametrize(
    ("command", "name", "side"), [("suspend-source", "mic", Side.INPUT), ("suspend-sink", "cable", Side.OUTPUT)]
)
async def test_a_suspended_endpoint_is_given_up_within_a_second(
    audio: AudioServer, command: str, name: str, side: Side
) -> None:
    audio.control(command, name, "1")
    result = await probed(input="mic", output="cable")
    assert result.signal is None or not result.signal.matched
    dead = stream(result.streams, side)
    assert (dead.first_frame_after, dead.failure) == (None, None) or dead.frames < dead.expected_frames


async def test_an_unknown_endpoint_is_refused(audio: AudioServer) -> None:
    result = await probed(input="mic", output="no such speaker")
    assert stream(result.streams, Side.OUTPUT).failure is OpenFailure.FAILED
    assert result.signal is None


async def test_without_a_server_both_sides_are_told_to_be_missing(silent_audio: AudioServer) -> None:
    result = await probed()
    assert [stream.failure for stream in result.streams] == [OpenFailure.NOT_FOUND, OpenFailure.NOT_FOUND]


async def test_a_server_that_freezes_in_mid_test_ends_the_probe_with_what_was_seen(audio: AudioServer) -> None:
    result = await probed(at=0.4, then=audio.freeze, input="mic", output="cable")
    heard = stream(result.streams, Side.INPUT)
    assert heard.first_frame_after is not None
    assert heard.longest_gap >= 0.9
    assert heard.hung


async def test_a_server_that_dies_in_mid_test_ends_the_probe_with_what_was_seen(audio: AudioServer) -> None:
    result = await probed(at=0.4, then=audio.kill, input="mic", output="cable")
    heard = stream(result.streams, Side.INPUT)
    assert heard.first_frame_after is not None
    assert not heard.still_running


async def test_a_frozen_server_is_told_from_a_slow_one(audio: AudioServer) -> None:
    audio.freeze()
    result = await probed(input="mic", output="cable")
    assert (result.trouble, result.signal) == (Trouble.NO_ANSWER, None)


async def test_a_library_that_aborts_is_told(
    audio: AudioServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "missing.conf"))
    result = await probed()
    assert (result.trouble, result.signal) == (Trouble.CRASHED, None)


async def test_a_variable_that_starves_streams_is_not_passed_on(
    audio: AudioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_LATENCY_MSEC", "30")
    result = await probed(input="mic", output="cable")
    assert result.signal is not None and result.signal.matched


async def test_a_cancelled_probe_ends_with_its_sound(audio: AudioServer) -> None:
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def tell(news: News) -> None:
        if isinstance(news, Started):
            started.set_result(news.process_id)

    task = asyncio.create_task(probe(input="mic", output="cable", clock=now, tell=tell))
    async with asyncio.timeout(DEADLINE):
        number = await started
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert not psutil.pid_exists(number)
    await_silence(audio)


WATCHES = """
import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime
from console.media.sound.news import Started
from console.media.sound.probing import probe

def tell(news):
    if isinstance(news, Started):
        print(news.process_id, flush=True)

asyncio.run(probe(input="mic", output="cable", seconds=300.0, clock=lambda: datetime.now(UTC), tell=tell))
"""


def test_the_sound_of_a_killed_console_ends_and_leaves_nothing_behind(audio: AudioServer) -> None:
    with subprocess.Popen([sys.executable, "-c", WATCHES], stdout=subprocess.PIPE, text=True) as console:
        assert console.stdout is not None
        program = psutil.Process(int(console.stdout.readline()))
        console.kill()
        program.wait(DEADLINE)
    await_silence(audio)


async def test_a_watch_of_a_sound_path_has_no_holes_and_sees_one_that_is_made(audio: AudioServer) -> None:
    whole, holed = [
        await probe(input="mic", output="cable", seconds=6.0, clock=now, tell=tell) for tell in (nothing, muting(audio))
    ]
    assert whole.signal is not None and holed.signal is not None
    assert whole.signal.dropouts == ()
    assert len(holed.signal.dropouts) == 1


def muting(audio: AudioServer) -> Callable[[News], None]:
    """Mute the microphone when half of the watch is over, and unmute it a little later."""
    steps = iter([(0.5, "1"), (0.6, "0")])
    waiting = [next(steps)]

    def tell(news: News) -> None:
        if waiting and isinstance(news, Progressed) and news.done >= waiting[0][0]:
            audio.control("set-source-mute", "mic", waiting.pop()[1])
            waiting.extend([step] if (step := next(steps, None)) else [])

    return tell


async def test_a_probe_changes_no_volume_mute_or_default(audio: AudioServer) -> None:
    audio.control("set-source-volume", "mic", "37%")
    audio.control("set-sink-mute", "cable", "1")
    before = [audio.control("list", "short", what) for what in ("sinks", "sources")]
    settings = [audio.control("get-source-volume", "mic"), audio.control("get-sink-mute", "cable")]
    await probe(input="mic", output="cable", clock=now, tell=nothing)
    assert settings == [audio.control("get-source-volume", "mic"), audio.control("get-sink-mute", "cable")]
    after = [audio.control("list", "short", what) for what in ("sinks", "sources")]
    assert [line.split("\t")[1] for text in before for line in text.splitlines()] == [
        line.split("\t")[1] for text in after for line in text.splitlines()
    ]
    assert audio.control("get-default-sink") == "headset"
