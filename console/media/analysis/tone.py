"""What became of the tone: its pitch, its harmonics, its flattened tops."""

from collections.abc import Callable

import numpy as np

from console.media.analysis.levels import decibels
from console.media.analysis.probe import TONE
from console.media.analysis.recording import Samples

_STANDS_OUT_DB = 15.0
_FRAME, _HOP = 8192, 2048
_PURE = 0.5
_WIDEST_PITCH_ERROR = 0.15
_QUIETEST_TOP = 0.02
_HARMONICS = range(2, 10)


def pitch(channel: Samples, rate: int) -> float | None:
    """Return the Hz at which the tone sounds in a stretch that should hold nothing else, if it does."""
    frequencies, powers = _spectrum(channel, rate)
    near = np.abs(frequencies - TONE) < _WIDEST_PITCH_ERROR * TONE
    if near.sum() < 8:
        return None
    best = np.flatnonzero(near)[int(np.argmax(powers[near]))]
    if decibels(float(powers[best])) - decibels(float(np.median(powers[near]))) < _STANDS_OUT_DB:
        return None
    return _refined(frequencies, powers, best)


def pitch_somewhere(channel: Samples, rate: int) -> float | None:
    """Return the Hz of the purest tone near the probe's in a recording where the probe was not found."""
    frames = [channel[start : start + _FRAME] for start in range(0, len(channel) - _FRAME + 1, _HOP)]
    purities = [_purity(frame, rate) for frame in frames]
    if not purities or max(purities) < _PURE:
        return None
    return pitch(frames[int(np.argmax(purities))], rate)


def distortion(channel: Samples, rate: int, tone: float) -> float | None:
    """Return the total harmonic distortion in dB: the power of the harmonics against that of the tone."""
    frequencies, powers = _spectrum(channel, rate, blackman_harris)
    if len(channel) < 0.1 * rate:
        return None
    fundamental = _power_at(frequencies, powers, tone)
    harmonics = [_power_at(frequencies, powers, n * tone) for n in _HARMONICS if n * tone < 0.45 * rate]
    return decibels(sum(harmonics) / fundamental) if fundamental > 0 else None


def flat_tops(channel: Samples) -> float | None:
    """Return how many of the loud samples (of 90 % of the largest) lie on a flat top, 0 to 1.

    Three equal neighbours make a flat top: those of a pure tone differ by 0.8 %. A tone that is cut off 1 dB below its
    top has 0.7. None: so quiet that the steps of 16 bits are flat tops.
    """
    magnitudes = np.abs(channel)
    top = float(magnitudes.max(initial=0.0))
    if top < _QUIETEST_TOP:
        return None
    loud = int(np.sum(magnitudes >= 0.9 * top))
    at_top = (magnitudes >= 0.999 * top).astype(np.int8)
    edges = np.flatnonzero(np.diff(at_top, prepend=0, append=0))
    lengths = edges[1::2] - edges[::2]
    return float(lengths[lengths >= 3].sum()) / loud


def blackman_harris(size: int) -> Samples:
    """Return the window of four terms: side lobes 92 dB down, so that a loud tone hides no faint harmonic."""
    angle = 2 * np.pi * np.arange(size) / max(1, size)
    return 0.35875 - 0.48829 * np.cos(angle) + 0.14128 * np.cos(2 * angle) - 0.01168 * np.cos(3 * angle)


def _spectrum(channel: Samples, rate: int, window: Callable[[int], Samples] = np.hanning) -> tuple[Samples, Samples]:
    size = 4 * (1 << max(4, len(channel).bit_length()))
    return np.fft.rfftfreq(size, 1 / rate), np.abs(np.fft.rfft(channel * window(len(channel)), size)) ** 2


def _refined(frequencies: Samples, powers: Samples, best: int) -> float:
    # The logarithm of a window's main lobe is close to a parabola.
    if not 0 < best < len(powers) - 1:
        return float(frequencies[best])
    low, mid, high = np.log(powers[best - 1 : best + 2] + 1e-300)
    bend = low - 2 * mid + high
    shift = 0.5 * (low - high) / bend if bend else 0.0
    return float(frequencies[best] + shift * frequencies[1])


def _purity(frame: Samples, rate: int) -> float:
    frequencies, powers = _spectrum(frame, rate)
    near = np.abs(frequencies - TONE) < _WIDEST_PITCH_ERROR * TONE
    total = powers.sum()
    if not total or not near.any():
        return 0.0
    best = np.flatnonzero(near)[int(np.argmax(powers[near]))]
    lobe = np.abs(frequencies - frequencies[best]) < 3 * rate / _FRAME
    return float(powers[lobe].sum() / total)


def _power_at(frequencies: Samples, powers: Samples, frequency: float) -> float:
    """Return the power of a line at this frequency without the noise around it."""
    distance = np.abs(frequencies - frequency)
    line, around = distance < 25, (distance > 50) & (distance < 200)
    noise = float(np.median(powers[around])) if around.any() else 0.0
    return max(0.0, float(powers[line].sum()) - noise * int(line.sum()))
