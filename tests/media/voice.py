"""A voice made at test time: a sentence that espeak-ng reads, as a WAV file, and played to an audio server's sink."""

import os
import shutil
import subprocess
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from console.media.analysis.recording import Samples
from tests.audio_server import AudioServer

RATE = 48_000
SENTENCES = {
    "en": "We will meet next Thursday at half past six, in the small office beside the station.",
    "fi": "Tapaamme ensi torstaina puoli seitsemältä aseman viereisessä pienessä toimistossa.",
    "sv": "Vi ses nästa torsdag klockan halv sju i det lilla kontoret bredvid stationen.",
}


def spoken(folder: Path, language: str = "en") -> Path:
    """A WAV file with a spoken sentence."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng (Debian: espeak-ng)")
    file = folder / f"{language}.wav"
    subprocess.run(["espeak-ng", "-v", language, "-s", "150", "-w", file, SENTENCES[language]], check=True)
    return file


def samples(file: Path) -> Samples:
    """The file's samples at RATE, with half a second of silence on both sides."""
    with wave.open(str(file)) as sound:
        rate = sound.getframerate()
        heard = np.frombuffer(sound.readframes(sound.getnframes()), np.int16) / 32768
    size = round(len(heard) * RATE / rate)
    spectrum = np.zeros(size // 2 + 1, dtype=complex)
    spectrum[: len(heard) // 2 + 1] = np.fft.rfft(heard)[: len(spectrum)]
    return np.pad(np.fft.irfft(spectrum, size) * size / len(heard), RATE // 2)


@contextmanager
def playing(audio: AudioServer, file: Path, sink: str = "cable", volume: float = 1.0) -> Iterator[None]:
    """Play the file to a sink for as long as the context lasts, as somebody at the microphone would speak."""
    command = ["paplay", f"--device={sink}", f"--volume={round(65536 * volume)}", str(file)]
    with subprocess.Popen(command, env={**os.environ, **audio.environment}) as player:
        try:
            yield
        finally:
            player.kill()
