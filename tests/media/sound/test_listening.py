"""A microphone listens to a voice on a real audio server; several listen at once; a chime sounds."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from console.domain.diagnosis.evidence import OpenFailure, Side, Speech
from console.media.sound.chiming import chime
from console.media.sound.listening import Listening, listen_to_speech
from console.media.sound.metering import meter
from console.media.sound.news import LiveLevel, News
from tests.audio_server import AudioServer
from tests.media.sound.conftest import nothing, now
from tests.media.voice import playing, spoken

DEADLINE = 30.0
SECONDS = 5.0


async def heard(listening: Listening) -> Speech:
    assert await listening.opened()
    await listening.begin()
    speech = await listening.speech()
    assert speech is not None
    return speech


async def test_a_voice_is_heard_and_graded(audio: AudioServer, tmp_path: Path) -> None:
    with playing(audio, spoken(tmp_path)):
        async with asyncio.timeout(DEADLINE), listen_to_speech("mic", SECONDS, clock=now, tell=nothing) as listening:
            speech = await heard(listening)
    assert speech.spoke
    assert speech.endpoint == "mic"
    assert -25 < speech.level < -10
    assert speech.seconds == pytest.approx(SECONDS, abs=0.5)
    assert speech.band is not None and speech.band > 8_000


async def test_silence_is_no_voice(audio: AudioServer) -> None:
    async with asyncio.timeout(DEADLINE), listen_to_speech("mic", 1.0, clock=now, tell=nothing) as listening:
        speech = await heard(listening)
    assert (speech.spoke, speech.is_zero) == (False, True)


async def test_listening_ends_when_it_is_told_to(audio: AudioServer) -> None:
    async with asyncio.timeout(DEADLINE), listen_to_speech("mic", 600.0, clock=now, tell=nothing) as listening:
        assert await listening.opened()
        await listening.begin()
        await listening.end()
        speech = await listening.speech()
    assert speech is not None and speech.seconds < DEADLINE


async def test_the_voice_is_played_back_once_and_no_louder(audio: AudioServer, tmp_path: Path) -> None:
    levels: list[float] = []

    def tell(news: News) -> None:
        if isinstance(news, LiveLevel) and news.side is Side.OUTPUT:
            levels.append(news.level)

    with playing(audio, spoken(tmp_path)):
        async with (
            asyncio.timeout(DEADLINE),
            listen_to_speech("mic", 3.0, output="headset", clock=now, tell=tell) as listening,
        ):
            speech = await heard(listening)
            played = await listening.play_back()
    assert played is not None
    assert (played.failure, played.endpoint) == (None, "headset")
    assert played.frames > 3 * 44_100
    assert -40 < max(levels) < speech.peak


async def test_the_recording_is_in_no_file(audio: AudioServer, tmp_path: Path) -> None:
    with playing(audio, spoken(tmp_path)):
        async with asyncio.timeout(DEADLINE), listen_to_speech("mic", 2.0, clock=now, tell=nothing) as listening:
            program = psutil.Process(listening.process_id)
            await listening.opened()
            await listening.begin()
            speech = await listening.speech()
            assert speech is not None and not speech.is_zero
            written = [file.path for file in program.open_files() if "r" not in file.mode or "+" in file.mode]
            # The sound server's own shared memory is no file of anybody's.
            assert [path for path in written if not path.startswith(("/dev/", "/memfd:"))] == []
            assert program.io_counters().write_bytes == 0
        assert not psutil.pid_exists(listening.process_id)


async def test_a_listening_program_ends_with_its_parent(audio: AudioServer) -> None:
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def listens() -> None:
        async with listen_to_speech("mic", 600.0, clock=now, tell=nothing) as listening:
            await listening.opened()
            started.set_result(listening.process_id)
            await asyncio.Event().wait()

    task = asyncio.create_task(listens())
    async with asyncio.timeout(DEADLINE):
        number = await started
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert not psutil.pid_exists(number)


async def test_all_microphones_are_metered_at_once_and_the_one_that_hears_is_told(
    audio: AudioServer, tmp_path: Path
) -> None:
    audio.control("load-module", "module-remap-source", "source_name=deaf", "master=headset.monitor")
    with playing(audio, spoken(tmp_path)):
        async with asyncio.timeout(DEADLINE):
            metered = await meter(["mic", "deaf", "unplugged"], seconds=SECONDS, clock=now, tell=nothing)
    mic, deaf, unplugged = metered
    assert (mic.endpoint, mic.failure) == ("mic", None)
    assert mic.speech_level is not None and mic.speech_level > -25
    assert (deaf.speech_level, deaf.failure) == (None, None)
    assert deaf.level < -100
    assert unplugged.failure is OpenFailure.FAILED


async def test_a_suspended_microphone_is_named_and_holds_nobody_up(audio: AudioServer) -> None:
    audio.control("load-module", "module-null-sink", "sink_name=other", "norewinds=1")
    audio.control("suspend-source", "mic", "1")
    async with asyncio.timeout(DEADLINE):
        mic, other = await meter(["mic", "other.monitor"], seconds=0.5, clock=now, tell=nothing)
    assert mic.failure is OpenFailure.FAILED
    assert other.failure is None


async def test_the_chime_sounds_on_the_speaker_that_is_asked_for(audio: AudioServer) -> None:
    told: list[News] = []
    async with asyncio.timeout(DEADLINE):
        health = await chime("headset", clock=now, tell=told.append)
    assert (health.side, health.endpoint, health.failure) == (Side.OUTPUT, "headset", None)
    assert health.frames > 48_000
    peaks = [one.peak for one in told if isinstance(one, LiveLevel)]
    assert -20 < max(peaks) < -12


async def test_a_chime_without_a_sound_system_says_so(silent_audio: AudioServer) -> None:
    async with asyncio.timeout(DEADLINE):
        health = await chime(clock=now, tell=nothing)
    assert health.failure is OpenFailure.NOT_FOUND


def test_nothing_of_a_sound_library_is_loaded_here() -> None:
    import subprocess
    import sys

    source = "import sys, console.media.sound.probing, console.media.sound.metering, console.media.sound.chiming;"
    check = "assert not {'numpy', 'sounddevice', 'pulsectl'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", source + check], check=True, env=dict(os.environ))
