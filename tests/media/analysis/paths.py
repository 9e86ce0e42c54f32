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


def room(seed: int, *, seconds: float, reverberation: float, rate: int = RATE) -> Samples:
    """The response of a room between a small speaker and a microphone. reverberation: dB against the direct sound."""
    random = np.random.default_rng(seed)
    time = np.arange(round(1.2 * seconds * rate)) / rate
    tail = random.normal(size=len(time)) * np.exp(-6.9 * time / seconds) * (time > 0.002)
    response = tail * 10 ** (reverberation / 20) / np.sqrt(np.sum(tail**2))
    response[0] = 1.0
    for _ in range(6):
        response[round(random.uniform(0.001, 0.02) * rate)] += random.choice([-1, 1]) * random.uniform(0.2, 0.6)
    size = 2 * len(time)
    frequency = np.maximum(np.fft.rfftfreq(size, 1 / rate), 1.0)
    small = 1 / np.sqrt(1 + (250 / frequency) ** 8) / np.sqrt(1 + (frequency / 12_000) ** 8)
    uneven = 10 ** (np.interp(np.log(frequency), np.linspace(3, 10, 25), random.normal(size=25) * 5) / 20)
    return np.roll(np.fft.irfft(np.fft.rfft(response, size) * small * uneven, size), 400)


def through_air(
    seed: int, seconds: float = QUICK, *, reverberation_time: float, reverberation: float, noise: float
) -> Samples:
    """The probe from two speakers in a room, through the noise of a fan and a hum, to one microphone."""
    wave = waveform(layout(seconds), RATE)
    ways = [room(seed + side, seconds=reverberation_time, reverberation=reverberation) for side in (0, 100)]
    size = len(wave) + len(ways[0]) + RATE
    heard = sum(
        np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(way, size), size)
        for played, way in zip(wave.T, ways, strict=True)
    )
    heard = np.concatenate([np.zeros(7_000), 0.2 * heard])[: round((seconds + LINGER + 0.15) * RATE)]
    random = np.random.default_rng(seed)
    fan = np.cumsum(random.normal(size=len(heard)))
    fan -= np.convolve(fan, np.ones(2_000) / 2_000, "same")
    hum = 0.3 * np.sin(2 * np.pi * 100 * np.arange(len(heard)) / RATE)
    surroundings = fan / fan.std() + hum + 0.3 * random.normal(size=len(heard))
    return np.column_stack([heard + surroundings * 10 ** (noise / 20)] * 2)
