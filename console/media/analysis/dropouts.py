"""Holes in the sound: stretches where the probe is missing though it was there before and comes back.

A hole is told by the sound that should be there, not by silence: a path that goes on rustling through a hole hides
nothing, and a path that can't carry a frequency has no hole at it. A chirp's low and high ends may be missing on any
small speaker: they count only where the other chirp came over at the same frequency.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from console.domain.diagnosis.evidence import Dropout
from console.media.analysis.matching import Match, analytic, envelopes
from console.media.analysis.probe import AMPLITUDE, TONE, Layout, Part, chirp, swept
from console.media.analysis.recording import Samples

SHORTEST = 0.015
"""Seconds: a hole of 20 ms is counted for certain, one of 10 ms never."""

_WINDOW = 0.010
_MISSING_CLEAN, _MISSING_NOISY = 0.3, 0.5
_QUIET = 0.4
_COMMON = (500.0, 4000.0)
"""Hz that two speakers of a pair, and their ways through a room, carry alike."""
_SETTLES = 0.06
"""Seconds in which a tone builds up in a room; where two speakers nearly cancel one another it dips meanwhile."""
_EDGE = 0.005
_SHIFT = 0.25
_SAME_LEVEL = 0.5


class _Run(NamedTuple):
    start: float
    end: float


def dropouts(recording: Samples, rate: int, layout: Layout, match: Match, noise_power: float) -> tuple[Dropout, ...]:
    """Return the holes in their order, each with its start in seconds from the probe's."""
    strengths = np.abs(match.amplitudes)
    left, right, both = (
        _Path(recording[:, int(np.argmax(way))], rate, match.lag, float(way.max()), noise_power)
        for way in (*strengths, strengths.sum(axis=0))
    )
    runs = sorted([*_in_chirps(left, right, layout), *_in_tones(both, layout)])
    return tuple(Dropout(start=run.start, milliseconds=(run.end - run.start) * 1000) for run in runs)


class _Path(NamedTuple):
    """The recorded channel in which a played one is strongest. strength: its amplitude there."""

    channel: Samples
    rate: int
    lag: int
    strength: float
    noise_power: float

    def missing_below(self, amplitude: float) -> float:
        """Return the share of a waveform's usual amplitude below which it counts as missing."""
        window = _WINDOW * self.rate
        spread = np.sqrt(self.noise_power * 2 / window) / (amplitude * AMPLITUDE) if amplitude else 1.0
        return min(_MISSING_NOISY, _MISSING_CLEAN + 1.5 * float(spread))

    def presence(self, start: int, wave: NDArray[np.complex128]) -> Samples:
        """Return the amplitude of a waveform, sample by sample, where it should be: 1 as it was played."""
        in_step = np.abs(_smooth(self._heard(start, len(wave)) * wave.conj(), self.rate))
        return 2 * in_step / np.maximum(_smooth(np.abs(wave) ** 2, self.rate).real, AMPLITUDE**2 / 4)

    def is_quiet(self, start: int, size: int) -> NDArray[np.bool_]:
        """Tell sample by sample whether there is little sound of any kind: where a room goes on ringing there is some.

        A hole is quiet; a frequency at which the room's ways cancel one another is not.
        """
        heard = _smooth(self._heard(start, size) ** 2, self.rate).real
        most = _QUIET**2 * (AMPLITUDE * self.strength) ** 2 / 2 + 1.5 * self.noise_power
        quiet: NDArray[np.bool_] = heard < most
        return quiet

    def _heard(self, start: int, size: int) -> Samples:
        heard = self.channel[max(0, start) : max(0, start + size)]
        heard = np.pad(heard, (min(size, max(0, -start)), 0))
        return np.pad(heard, (0, size - len(heard)))


def _in_tones(path: _Path, layout: Layout) -> Iterator[_Run]:
    parts = [part for part in (layout.tone, layout.steady) if part]
    present = [path.presence(path.lag + round(part.start * path.rate), _turning(part, path.rate)) for part in parts]
    usual = max(float(np.percentile(one, 75)) for one in present)
    if not usual:
        return
    below = path.missing_below(usual)
    for part, one in zip(parts, present, strict=True):
        missing = one < below * usual
        missing[: round(_SETTLES * path.rate)] = False
        yield from _runs(missing, part, path.rate, below)


def _in_chirps(left: _Path, right: _Path, layout: Layout) -> Iterator[_Run]:
    weaker, stronger = sorted((left.strength, right.strength))
    if weaker < _SAME_LEVEL * stronger or not stronger:
        return
    rising = chirp(layout.left, left.rate)
    first, second = (
        _Swept.on(path, part, wave)
        for path, part, wave in ((left, layout.left, rising), (right, layout.right, rising[::-1]))
    )
    below = left.missing_below(weaker) / 2
    frequency = swept(layout.left, left.rate)
    is_common = (frequency >= _COMMON[0]) & (frequency <= _COMMON[1])
    for part, one, other, is_looked_at in (
        (layout.left, first, second, is_common),
        (layout.right, second, first, is_common[::-1]),
    ):
        missing = is_looked_at & (one.presence < below) & one.is_quiet & (other.presence[::-1] > 2 * below + 0.2)
        yield from _runs(missing, part, left.rate, below)


class _Swept(NamedTuple):
    """A chirp, sample by sample: how much of it came over, and whether there is little sound at all."""

    presence: Samples
    is_quiet: NDArray[np.bool_]

    @classmethod
    def on(cls, path: _Path, part: Part, wave: Samples) -> "_Swept":
        """Return how a chirp came over a path."""
        place = _place(path, part, wave)
        return cls(path.presence(place, _turned(wave)) / path.strength, path.is_quiet(place, len(wave)))


def _place(path: _Path, part: Part, wave: Samples) -> int:
    """Return where a part is: a hole in what is played may have moved all that follows it."""
    expected = path.lag + round(part.start * path.rate)
    shift = round(_SHIFT * path.rate)
    first = max(0, expected - shift)
    around = path.channel[first : max(0, expected + len(wave) + shift)]
    if len(around) < len(wave):
        return expected
    fits = envelopes(around[:, np.newaxis], wave)[: len(around) - len(wave) + 1, 0]
    return first + int(np.argmax(fits))


def _runs(missing: NDArray[np.bool_], part: Part, rate: int, below: float) -> Iterator[_Run]:
    edge = round(_EDGE * rate)
    inner = np.zeros(len(missing) + 2, dtype=np.int8)
    inner[1 + edge : -1 - edge] = missing[edge : len(missing) - edge]
    turns = np.flatnonzero(np.diff(inner))
    # The window that smooths a hole's edges hides a part of it: as much as the threshold lies below the middle.
    hidden = (0.5 - below) * _WINDOW
    for start, end in zip(turns[::2] / rate, turns[1::2] / rate, strict=True):
        if end - start + 2 * hidden >= SHORTEST:
            yield _Run(part.start + float(start) - hidden, part.start + float(end) + hidden)


def _turning(part: Part, rate: int) -> NDArray[np.complex128]:
    size = round((part.end - part.start) * rate)
    wave: NDArray[np.complex128] = AMPLITUDE * np.exp(2j * np.pi * TONE / rate * np.arange(size))
    return wave


def _turned(wave: Samples) -> NDArray[np.complex128]:
    return analytic(np.fft.rfft(wave), len(wave))


def _smooth(values: NDArray[np.complex128] | Samples, rate: int) -> NDArray[np.complex128]:
    """Return the mean over a window around each sample."""
    size = round(_WINDOW * rate) | 1
    if len(values) < size:
        return np.zeros(len(values), dtype=np.complex128)
    padded = np.pad(np.cumsum(values), (1, 0))
    means = np.zeros(len(values), dtype=np.complex128)
    half = size // 2
    means[half : len(values) - half] = (padded[size:] - padded[:-size]) / size
    means[:half], means[len(values) - half :] = means[half], means[len(values) - half - 1]
    return means
