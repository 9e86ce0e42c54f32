"""What the path did to the probe as a whole: the highest frequency that came through, and an echo."""

from typing import NamedTuple

import numpy as np

from console.domain.diagnosis.evidence import Echo
from console.media.analysis.levels import decibels
from console.media.analysis.matching import Spectrum, analytic, fast_length
from console.media.analysis.probe import HIGHEST
from console.media.analysis.recording import Samples

ECHO_FROM, ECHO_TO = 0.025, 0.8
"""Seconds: what comes sooner is the room, and ears don't hear it as an echo."""
FAINTEST_ECHO = -40.0
"""dB against the first time."""

_STEP = 250.0
_DELAYS = np.linspace(-0.001, 0.001, 5)
_DOWN = 20.0
_REFERENCE = (500.0, 3000.0)
_CERTAIN = 4.0
_AROUND = 0.02
_STANDS_OUT = 6.0


class Played(NamedTuple):
    """The probe as it was played and recorded, cut to the same beginning: spectra of the same size."""

    sent: Spectrum
    heard: Spectrum
    size: int
    rate: int
    noise_power: float

    def frequencies(self) -> Samples:
        """Return the Hz of each line of the spectra."""
        return np.fft.rfftfreq(self.size, 1 / self.rate)


def compare(sent: Samples, heard: Samples, rate: int, noise_power: float) -> Played:
    """Return both as spectra. One channel each; heard may be longer, noise_power is its mean square in silence."""
    size = fast_length(len(sent) + len(heard))
    return Played(np.fft.rfft(sent, size), np.fft.rfft(heard, size), size, rate, noise_power * len(heard))


def bandwidth(played: Played) -> float | None:
    """Return the highest Hz that came through, at most 20 dB weaker than the band of speech.

    Noise is no signal: only what is in step with the probe counts.
    """
    lines = max(1, round(_STEP * played.size / played.rate))
    cross = _banded(played.heard * played.sent.conj(), lines)
    sent = np.sum(np.abs(_banded(played.sent, lines)) ** 2, axis=1)
    # The delay of a path turns the phases evenly along a band: it is at its best at one of these.
    turns = np.exp(2j * np.pi * np.outer(np.arange(lines) * played.rate / played.size, _DELAYS))
    best = np.abs(cross @ turns).max(axis=1)
    gains = np.divide(best, sent, out=np.zeros_like(best), where=sent > 0)
    is_certain = best > _CERTAIN * np.sqrt(np.sum(np.abs(cross) ** 2, axis=1))
    tops = (1 + np.arange(len(gains))) * _STEP
    in_speech = gains[(tops > _REFERENCE[0]) & (tops <= _REFERENCE[1])]
    if not in_speech.size or not np.median(in_speech):
        return None
    through = tops[is_certain & (gains >= np.median(in_speech) * 10 ** (-_DOWN / 20)) & (tops <= HIGHEST)]
    return float(through.max()) if through.size else None


def _usual(envelope: Samples, size: int) -> Samples:
    """Return the median around each place: a room's reverberation is dense, an echo stands alone."""
    blocks = [envelope[start : start + size] for start in range(0, len(envelope), size)]
    medians = np.pad([float(np.median(block)) for block in blocks], 1, mode="edge")
    around = np.maximum(np.maximum(medians[:-2], medians[1:-1]), medians[2:])
    return np.repeat(around, size)[: len(envelope)]


def _banded(spectrum: Spectrum, lines: int) -> Spectrum:
    whole = len(spectrum) // lines * lines
    return spectrum[:whole].reshape(-1, lines)


def echo(played: Played) -> Echo | None:
    """Return the loudest echo. The response of the path is what, put on the probe, gives the recording."""
    energy = np.abs(played.sent) ** 2
    response = played.heard * played.sent.conj() / (energy + played.noise_power + 1e-3 * energy.mean() + 1e-30)
    envelope = np.abs(analytic(response, played.size))
    near = round(0.002 * played.rate)
    first = max(float(envelope[:near].max()), float(envelope[-near:].max()))
    start, end = round(ECHO_FROM * played.rate), min(round(ECHO_TO * played.rate), played.size // 2)
    later = envelope[start:end]
    if not later.size or not first:
        return None
    is_echo = later > _STANDS_OUT * _usual(later, round(_AROUND * played.rate))
    best = int(np.argmax(later * is_echo))
    level = decibels(float(later[best]) ** 2) - decibels(first**2)
    if level < FAINTEST_ECHO or not is_echo[best]:
        return None
    return Echo(delay_ms=(start + best) / played.rate * 1000, level_db=level)
