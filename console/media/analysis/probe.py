"""The probe: what is played to measure a path with. Each part shows something that the others can't.

Silence for the noise floor, a rising chirp left and a falling one right for the channels, a tone for distortion,
clipping and pitch, a burst of noise on both, a tail for echoes. A watch goes on with a steady tone in which holes are
counted.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from console.media.analysis.recording import Samples

AMPLITUDE = 0.25
"""Peak of a full channel: -12 dBFS, moderate at any volume that a person has set for speech."""
TONE = 997.0
"""Hz. A prime: no harmonic of it falls onto a multiple of a usual sample rate."""
LOWEST, HIGHEST = 150.0, 16_000.0
"""Hz of the chirps and of the burst."""
QUICK, FULL = 1.7, 3.0
"""Seconds of the probe."""
WATCH_FROM = 5.0
"""From so many seconds on the probe has a steady tone."""

_FADE = 0.005
_GAP = 0.05
_TAIL = 0.2
_BURST_CREST = 4.0
_SEED = 997


class Part(NamedTuple):
    """A stretch of the probe, in seconds from its start."""

    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Layout:
    """When each part of the probe sounds. head: all but the steady tone and what follows it."""

    left: Part
    right: Part
    tone: Part
    burst: Part
    steady: Part | None
    head: float
    seconds: float


def layout(seconds: float) -> Layout:
    """Return the parts of the quick probe, the full one, or the quick one with a steady tone, by its seconds."""
    is_full = (QUICK + FULL) / 2 < seconds < WATCH_FROM
    lead, chirp, tone, burst = (0.2, 0.9, 0.35, 0.2) if is_full else (0.12, 0.48, 0.2, 0.07)
    left = Part(lead, lead + chirp)
    right = _after(left, chirp)
    hum = _after(right, tone)
    noise = _after(hum, burst)
    if seconds < WATCH_FROM:
        total = FULL if is_full else QUICK
        return Layout(left=left, right=right, tone=hum, burst=noise, steady=None, head=total, seconds=total)
    steady = Part(noise.end + _GAP, seconds - _TAIL)
    return Layout(left=left, right=right, tone=hum, burst=noise, steady=steady, head=steady.start, seconds=seconds)


def waveform(layout: Layout, rate: int) -> Samples:
    """Return the probe in two channels. At every rate it is the same sound, without what the rate can't carry."""
    wave = np.zeros((round(layout.seconds * rate), 2))
    _put(wave[:, 0], chirp(layout.left, rate), layout.left, rate)
    _put(wave[:, 1], chirp(layout.right, rate)[::-1], layout.right, rate)
    for column in wave.T:
        _put(column, _burst(layout.burst, rate), layout.burst, rate)
        for stretch in (layout.tone, layout.steady):
            if stretch:
                _put(column, _tone(stretch, rate), stretch, rate)
    return wave


def chirp(part: Part, rate: int) -> Samples:
    """Return a sweep whose frequency doubles in equal times: most of its energy lies where speech has its own."""
    frequency = swept(part, rate)
    phase = 2 * np.pi * (part.end - part.start) / np.log(HIGHEST / LOWEST) * (frequency - LOWEST)
    return _faded(AMPLITUDE * np.sin(phase) * (frequency < 0.48 * rate), rate)


def swept(part: Part, rate: int) -> Samples:
    """Return the Hz of a rising chirp at each of its samples."""
    time = np.arange(round(part.end * rate) - round(part.start * rate)) / rate
    frequency: Samples = LOWEST * np.exp(np.log(HIGHEST / LOWEST) * time / (part.end - part.start))
    return frequency


def _after(part: Part, seconds: float) -> Part:
    return Part(part.end + _GAP, part.end + _GAP + seconds)


def _put(column: Samples, wave: Samples, part: Part, rate: int) -> None:
    start = round(part.start * rate)
    column[start : start + len(wave)] = wave


def _tone(part: Part, rate: int) -> Samples:
    time = np.arange(round((part.end - part.start) * rate)) / rate
    return _faded(AMPLITUDE * np.sin(2 * np.pi * TONE * time), rate)


def _burst(part: Part, rate: int) -> Samples:
    # Made of its spectrum, so that it is the same noise at every rate.
    seconds = part.end - part.start
    size = round(seconds * rate)
    frequencies = np.arange(round(HIGHEST * seconds) + 1) / seconds
    phases = np.random.default_rng(_SEED).uniform(0, 2 * np.pi, len(frequencies))
    spectrum = np.where(frequencies >= LOWEST, np.exp(1j * phases), 0)[: size // 2]
    rms = AMPLITUDE / _BURST_CREST
    scale = size * rms / np.sqrt(2 * (HIGHEST - LOWEST) * seconds)
    return _faded(np.fft.irfft(spectrum * scale, size), rate)


def _faded(wave: Samples, rate: int) -> Samples:
    size = min(round(_FADE * rate), len(wave) // 2)
    edge = np.sin(np.linspace(0, np.pi / 2, size)) ** 2
    wave[:size] *= edge
    wave[len(wave) - size :] *= edge[::-1]
    return wave
