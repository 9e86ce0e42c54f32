"""Finds the probe in a recording: where it begins, and what came over from each played channel to each recorded one.

A matched filter: the recording is correlated with each chirp, and the place where both fit best is taken. It counts as
found when that place stands out of the rest (a noise alone never does) and the chirp explains enough of what was
recorded there (a chirp at the wrong pitch stands out of silence, but explains little).
"""

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from console.domain.diagnosis.evidence import SILENCE
from console.media.analysis.levels import decibels
from console.media.analysis.probe import Layout, Part, chirp
from console.media.analysis.recording import Samples

Spectrum: TypeAlias = NDArray[np.complex128]

STANDS_OUT = 7.0
"""Times the median of the correlation, as of noise: the largest of a million values of pure noise reaches 5.3."""
EXPLAINS = 0.12
"""Least correlation coefficient: noise 6 dB louder than the probe leaves 0.3, a pitch error of 9 % leaves 0.05."""
IS_THERE = 5.0
"""Times its own noise that a channel's gain must reach to count."""
LATEST = 1.5
"""Seconds after which the probe began at the latest."""
BAND = (300.0, 3000.0)
"""Hz in which gains are measured: every microphone and every speaker that is made for speech carries it."""

IS_ITSELF = 0.5
"""Correlation coefficient from which a chirp is surely the one that was played, and not another sound like it."""
LATE = 0.25
"""Seconds by which a chirp may be away from its place beside the other one."""

_WINDOW = 0.001
_MARGIN = 0.01
_RAYLEIGH_MEDIAN = 1.1774


class Match(NamedTuple):
    """Where the probe begins (frames, may lie before the recording) and its way through.

    amplitudes: rows are played channels, columns recorded ones; signed, 0 where nothing came over.
    """

    lag: int
    amplitudes: Samples

    def gains(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return the amplitudes in dB."""
        (ll, lr), (rl, rr) = ((_gain(one) for one in row) for row in self.amplitudes)
        return (ll, lr), (rl, rr)

    def signs(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the polarities: +1, -1, or 0 where nothing came over."""
        (ll, lr), (rl, rr) = ((int(one) for one in row) for row in np.sign(self.amplitudes))
        return (ll, lr), (rl, rr)


def find(recording: Samples, rate: int, layout: Layout) -> Match | None:
    """Return where the probe is, or None where it can't be found. recording: two columns."""
    recording = recording[: round((layout.head + LATEST) * rate)]
    left = chirp(layout.left, rate)
    chirps = ((layout.left, left), (layout.right, left[::-1]))
    if len(recording) < len(left) or not recording.any():
        return None
    lag, stands_out = _place(recording, rate, chirps)
    segments = [_where_it_is(recording, lag, rate, part, wave) for part, wave in chirps]
    coefficient = max(_explained(segment, wave) for segment, (_, wave) in zip(segments, chirps, strict=True))
    if stands_out < STANDS_OUT or coefficient < EXPLAINS:
        return None
    rows = [_amplitudes(segment, wave, rate) for segment, (_, wave) in zip(segments, chirps, strict=True)]
    return Match(lag, np.array(rows))


def envelopes(samples: Samples, wave: Samples) -> Samples:
    """Return how well a waveform fits at each place (rows) of each column: the envelope of the correlation.

    Negative places are at the end, as the discrete Fourier transform has them.
    """
    size = fast_length(len(samples) + len(wave))
    return np.abs(analytic(np.fft.rfft(samples, size, axis=0) * np.fft.rfft(wave, size).conj()[:, np.newaxis], size))


def analytic(spectrum: Spectrum, size: int) -> Spectrum:
    """Return the complex signal whose real part has this one-sided spectrum; its magnitude is the envelope."""
    full = np.zeros((size, *spectrum.shape[1:]), dtype=np.complex128)
    full[: len(spectrum)] = 2 * spectrum
    full[0] /= 2
    return np.fft.ifft(full, axis=0)


def fast_length(length: int) -> int:
    """Return the next length that a fast Fourier transform likes: a power of two, or three quarters of one."""
    size = 1 << max(1, (length - 1).bit_length())
    return size * 3 // 4 if size * 3 // 4 >= length else size


def _place(recording: Samples, rate: int, chirps: tuple[tuple[Part, Samples], ...]) -> tuple[int, float]:
    fits = [envelopes(recording, wave) for _, wave in chirps]
    # Each chirp's place in the recording, moved to where the probe then begins.
    fits = [np.roll(fit, -round(part.start * rate), axis=0) for fit, (part, _) in zip(fits, chirps, strict=True)]
    total = np.sqrt(sum(np.sum(fit**2, axis=1) for fit in fits))
    size = len(total)
    best = int(np.argmax(total))
    strongest = max((fit[best].max() / (np.median(fit.max(axis=1)) or 1e-30)) for fit in fits)
    return (best - size if best > size - round(chirps[1][0].end * rate) else best), strongest * _RAYLEIGH_MEDIAN


def _where_it_is(recording: Samples, lag: int, rate: int, part: Part, wave: Samples) -> Samples:
    """Return the frames of a part and a margin: a machine that came late between two chirps has moved one of them."""
    expected = _segment(recording, lag, rate, part)
    if _explained(expected, wave, within=True) >= IS_ITSELF:
        return expected
    around = _segment(recording, lag, rate, part, margin=LATE)
    fits = envelopes(around, wave)[: len(around) - len(wave) + 1].max(axis=1)
    moved = _segment(recording, lag + int(np.argmax(fits)) - round(LATE * rate), rate, part)
    return moved if _explained(moved, wave, within=True) >= IS_ITSELF else expected


def _segment(recording: Samples, lag: int, rate: int, part: Part, margin: float = _MARGIN) -> Samples:
    """Return the frames of a part and a margin around it, zeros where the recording has none."""
    around = round(margin * rate)
    start, end = lag + round(part.start * rate) - around, lag + round(part.end * rate) + around
    inside = recording[max(0, start) : max(0, end)]
    before = max(0, min(-start, end - start))
    return np.pad(inside, ((before, max(0, end - start - before - len(inside))), (0, 0)))


def _explained(segment: Samples, wave: Samples, *, within: bool = False) -> float:
    """Return the best correlation coefficient. within: only where all of the waveform lies in the segment."""
    energies = np.sum(segment**2, axis=0) * np.sum(wave**2)
    places = len(segment) - len(wave) + 1 if within else None
    fits = envelopes(segment, wave)[:places].max(axis=0)
    return float(np.max(np.divide(fits, np.sqrt(energies), out=np.zeros(2), where=energies > 0)))


def _amplitudes(segment: Samples, wave: Samples, rate: int) -> Samples:
    """Return the signed amplitude of the chirp in each column, in the band of speech."""
    size = fast_length(len(segment) + len(wave))
    spectrum = np.fft.rfft(wave, size)
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    spectrum[(frequencies < BAND[0]) | (frequencies > BAND[1])] = 0
    cross = np.fft.rfft(segment, size, axis=0) * spectrum.conj()[:, np.newaxis]
    fit = np.fft.irfft(cross, size, axis=0)
    # The spread of the correlation if nothing but noise is there, at the places where all of the segment takes part.
    noise = np.sqrt(2 * np.sum(np.abs(cross) ** 2, axis=0) / (size * len(segment)))
    energy = 2 * np.sum(np.abs(spectrum) ** 2) / size
    window = round(_WINDOW * rate)
    near = fit[round(_MARGIN * rate) - window : round(_MARGIN * rate) + window + 1]
    at_peak = np.take_along_axis(near, np.abs(near).argmax(axis=0)[np.newaxis], axis=0)[0]
    return np.where(np.abs(at_peak) > IS_THERE * noise, at_peak / energy, 0.0)


def _gain(amplitude: float) -> float:
    return decibels(amplitude**2) if amplitude else SILENCE
