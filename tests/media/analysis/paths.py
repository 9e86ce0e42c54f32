"""Paths whose truth is known: what the probe becomes on them, sample by sample."""

from datetime import UTC, datetime

import numpy as np

from console.domain.diagnosis.evidence import Signal
from console.media.analysis.measuring import measure
from console.media.analysis.probe import QUICK, layout, waveform
from console.media.analysis.recording import Samples

RATE = 48_000
NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
STRAIGHT = ((1.0, 0.0), (0.0, 1.0))
LINGER = 0.4

Matrix = tuple[tuple[float, float], tuple[float, float]]


def played(seconds: float = QUICK, *, gains: Matrix = STRAIGHT, delay: float = 0.123, rate: int = RATE) -> Samples:
    """The probe after a path that delays and mixes it. gains: amplitudes, rows played, columns recorded."""
    wave = waveform(layout(seconds), rate) @ np.array(gains)
    return np.concatenate([np.zeros((round(delay * rate), 2)), wave, np.zeros((round(LINGER * rate), 2))])


def noisy(recording: Samples, dbfs: float, seed: int = 1) -> Samples:
    """The recording with white noise of this level in each channel."""
    return recording + np.random.default_rng(seed).normal(size=recording.shape) * 10 ** (dbfs / 20)


def echoing(recording: Samples, milliseconds: float, decibels: float, rate: int = RATE) -> Samples:
    """The recording with an echo of itself."""
    delay = round(milliseconds * rate / 1000)
    echo = np.pad(recording, ((delay, 0), (0, 0)))[: len(recording)]
    return recording + echo * 10 ** (decibels / 20)


def holed(recording: Samples, holes: list[tuple[float, float]], delay: float = 0.123) -> Samples:
    """The recording with holes of exact zeros. holes: start in seconds from the probe's, milliseconds."""
    recording = recording.copy()
    for start, milliseconds in holes:
        first = round((delay + start) * RATE)
        recording[first : first + round(milliseconds * RATE / 1000)] = 0
    return recording


def limited(recording: Samples, highest: float, rate: int = RATE) -> Samples:
    """The recording without anything above so many Hz."""
    spectrum = np.fft.rfft(recording, axis=0)
    spectrum[np.fft.rfftfreq(len(recording), 1 / rate) > highest] = 0
    return np.fft.irfft(spectrum, len(recording), axis=0)


def sixteen_bit(recording: Samples) -> Samples:
    """The recording as 16 bits keep it, cut off at full scale."""
    return np.round(recording.clip(-1, 1) * 32767) / 32767


def measured(recording: Samples, seconds: float = QUICK, rate: int = RATE) -> Signal:
    """What is measured in the recording as 16 bits keep it."""
    return measure(sixteen_bit(recording), rate, NOON, seconds=seconds, played_at=0.0)
