"""A person's voice in a recording: whether somebody spoke at all, how loud, how wide.

Sound alone proves nothing: a fan is as loud as a voice. Proof of speech is its rhythm: syllables, some three to six a
second, each a rise and a fall, most of them voiced, at pitches that move.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from console.domain.diagnosis.evidence import Speech
from console.media.analysis import levels
from console.media.analysis.recording import Samples, cut_off, stereo
from console.media.analysis.tone import flat_tops

_FRAME = 0.02
_FINE = 0.01
_LOUDEST_SHARE = 0.25
_QUIET_SHARE = 10.0

_VOICE = (200.0, 3500.0)
_SMOOTHED = 5
_RISE = 4.0
_BELOW_LOUDEST = 25.0
_FEWEST_SYLLABLES = 5
_SYLLABLES_A_SECOND = (1.2, 9.0)
_VOICED_SHARE = 0.5

_PITCHES = (70.0, 400.0)
_PERIODIC = 0.45
_PITCH_WINDOW = 0.05
_MOVES = 0.03

_STEP = 250.0
_CLIFF = 60.0
_QUIETEST = -108.0
_ACTIVE_SHARE = 50.0
_FRICATIVES_SHARE = 95.0


class Syllable(NamedTuple):
    """The core of a syllable. at: seconds; pitch: Hz, None where it is not voiced."""

    at: float
    pitch: float | None


def listen(recording: ArrayLike, rate: int, at: datetime, *, endpoint: str = "") -> Speech:
    """Return what the recording says of a voice. Its level is that of the loudest quarter of 20 ms frames."""
    samples = stereo(recording)
    channel = levels.louder(samples)
    frames = levels.frame_powers(channel, max(1, round(_FRAME * rate)))
    spoke = is_speech(channel, rate)
    return Speech(
        at=at,
        endpoint=endpoint,
        spoke=spoke,
        level=_of_loudest(frames),
        peak=levels.peak(samples),
        noise_floor=levels.decibels(float(np.percentile(frames, _QUIET_SHARE)) if frames.size else 0.0),
        is_zero=levels.is_zero(samples),
        is_flat=levels.is_flat(samples),
        clip_fraction=flat_tops(cut_off(channel)) or 0.0,
        band=band(channel, rate) if spoke else None,
        seconds=len(samples) / rate,
    )


def is_speech(channel: Samples, rate: int) -> bool:
    """Tell whether there is the rhythm of syllables in one channel, most of them voiced, at moving pitches."""
    found = syllables(channel, rate)
    if len(found) < _FEWEST_SYLLABLES:
        return False
    a_second = (len(found) - 1) / max(_FINE, found[-1].at - found[0].at)
    pitches = [one.pitch for one in found if one.pitch]
    return (
        _SYLLABLES_A_SECOND[0] <= a_second <= _SYLLABLES_A_SECOND[1]
        and len(pitches) >= _VOICED_SHARE * len(found)
        and float(np.ptp(pitches) / np.median(pitches)) > _MOVES
    )


def syllables(channel: Samples, rate: int) -> list[Syllable]:
    """Return the syllables' cores: where the voice's band is at its loudest between two falls."""
    loudness = _loudness(channel, rate)
    if not loudness.size:
        return []
    least = float(np.percentile(loudness, 98)) - _BELOW_LOUDEST
    return [
        Syllable(top * _FINE, _pitch(channel, rate, top * _FINE))
        for top in _tops(loudness)
        if loudness[top] > max(least, -100.0)
    ]


def band(channel: Samples, rate: int) -> float | None:
    """Return the highest Hz with sound in it while somebody speaks: a link's limit is a cliff, a voice has none."""
    size = max(2, round(_FRAME * rate))
    whole = len(channel) // size * size
    frames = channel[:whole].reshape(-1, size)
    powers = np.mean(frames**2, axis=1)
    active = frames[powers >= np.percentile(powers, _ACTIVE_SHARE)] if whole else frames
    lines = max(1, round(_STEP * size / rate))
    # The mean square of each band in each frame; the window's own loss is made good.
    spectra = np.abs(np.fft.rfft(active * np.hanning(size), axis=1)) ** 2 / size**2 * 2 / 0.375
    bands = spectra[:, : spectra.shape[1] // lines * lines].reshape(len(active), -1, lines).sum(axis=2)
    if not bands.size:
        return None
    often = np.array([levels.decibels(one) for one in np.percentile(bands, _FRICATIVES_SHARE, axis=0)])
    sounding = np.flatnonzero(often > max(float(often.max()) - _CLIFF, _QUIETEST))
    return float((sounding[-1] + 1) * lines * rate / size) if sounding.size else None


def _of_loudest(frames: Samples) -> float:
    count = max(1, round(_LOUDEST_SHARE * len(frames)))
    return levels.decibels(float(np.sort(frames)[-count:].mean())) if frames.size else levels.decibels(0.0)


def _loudness(channel: Samples, rate: int) -> Samples:
    """Return the dB of the voice's band every 10 ms, smoothed over 50 ms."""
    if len(channel) < 2:
        return np.zeros(0)
    spectrum = np.fft.rfft(channel)
    frequencies = np.fft.rfftfreq(len(channel), 1 / rate)
    spectrum[(frequencies < _VOICE[0]) | (frequencies > _VOICE[1])] = 0
    powers = levels.frame_powers(np.fft.irfft(spectrum, len(channel)), max(1, round(_FINE * rate)))
    if len(powers) < _SMOOTHED:
        return np.zeros(0)
    smooth = np.convolve(powers, np.ones(_SMOOTHED) / _SMOOTHED, "same")
    decibels: Samples = 10 * np.log10(np.maximum(smooth, levels.LEAST_POWER))
    return decibels


def _tops(curve: Samples) -> Iterator[int]:
    """Yield each place from which the curve falls by as much as it has risen to it at least."""
    top, bottom, rising = 0, 0, True
    for place, value in enumerate(curve):
        if rising:
            if value > curve[top]:
                top = place
            elif value < curve[top] - _RISE:
                yield top
                rising, bottom = False, place
        elif value < curve[bottom]:
            bottom = place
        elif value > curve[bottom] + _RISE:
            rising, top = True, place


def _pitch(channel: Samples, rate: int, at: float) -> float | None:
    """Return the Hz at which a stretch repeats itself, if it does."""
    half = round(_PITCH_WINDOW / 2 * rate)
    middle = round(at * rate)
    stretch = channel[max(0, middle - half) : middle + half]
    shortest, longest = (round(rate / pitch) for pitch in reversed(_PITCHES))
    if len(stretch) <= longest or not stretch.any():
        return None
    stretch = stretch - stretch.mean()
    size = 2 * len(stretch)
    similar = np.fft.irfft(np.abs(np.fft.rfft(stretch, size)) ** 2, size)
    # The further the shift, the less of the stretch is left to compare.
    similar = similar[: longest + 1] / np.linspace(1, 1 - longest / len(stretch), longest + 1)
    best = shortest + int(np.argmax(similar[shortest:]))
    return rate / best if similar[0] > 0 and similar[best] > _PERIODIC * similar[0] else None
