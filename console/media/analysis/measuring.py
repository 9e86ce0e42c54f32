"""One recording of the probe, measured."""

from datetime import datetime

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike

from console.domain.diagnosis.evidence import Signal
from console.media.analysis import levels, response, tone
from console.media.analysis.dropouts import dropouts
from console.media.analysis.matching import Match, find
from console.media.analysis.probe import QUICK, TONE, Layout, layout, waveform
from console.media.analysis.recording import Samples, cut_off, part, stereo

_EDGE = 0.02
_QUIET_SHARE = 10.0
_FRAME = 0.02
_OUT_OF_TUNE = 0.03


def measure(
    recording: ArrayLike, rate: int, at: datetime, *, seconds: float = QUICK, played_at: float | None = None
) -> Signal:
    """Return what the recording says of the path. seconds: the played probe's.

    played_at: seconds from the recording's beginning at which the probe's first sample left, where that is known.
    """
    samples = stereo(recording)
    plan = layout(seconds)
    heard = Signal(
        at=at,
        matched=False,
        level=levels.level(samples),
        peak=levels.peak(samples),
        is_flat=levels.is_flat(samples),
        is_zero=levels.is_zero(samples),
    )
    match = find(samples, rate, plan)
    if match is None or not _in_tune(samples, rate, plan, match):
        return _unmatched(heard, samples, rate)
    latency = None if played_at is None else (match.lag / rate - played_at) * 1000
    return replace(_matched(heard, samples, rate, plan, match), latency=latency)


def _unmatched(heard: Signal, samples: Samples, rate: int) -> Signal:
    if heard.is_zero or heard.is_flat:
        return heard
    channel = levels.louder(samples)
    frames = levels.frame_powers(channel, max(1, round(_FRAME * rate)))
    quiet = levels.decibels(float(np.percentile(frames, _QUIET_SHARE))) if frames.size else None
    return replace(heard, noise_floor=quiet, tone=tone.pitch_somewhere(channel, rate))


def _in_tune(samples: Samples, rate: int, plan: Layout, match: Match) -> bool:
    """Tell whether the tone has its own pitch, or none: a chirp at a wrong sample rate still looks a little like it."""
    around = part(_from_the_probe_on(samples, match.lag), plan.tone.start - 0.1, plan.tone.end + 0.1, rate)
    heard = tone.pitch(levels.louder(around), rate)
    return heard is None or abs(heard / TONE - 1) < _OUT_OF_TUNE


def _matched(heard: Signal, samples: Samples, rate: int, plan: Layout, match: Match) -> Signal:
    aligned = _from_the_probe_on(samples, match.lag)
    sounding = np.concatenate(
        [part(aligned, one.start, one.end, rate) for one in (plan.left, plan.right, plan.tone, plan.burst)]
    )
    noise = _noise_power(samples, aligned, rate, plan, match.lag)
    strongest = int(np.argmax(np.sum(np.abs(match.amplitudes), axis=0)))
    humming = cut_off(part(aligned[:, strongest], plan.tone.start + _EDGE, plan.tone.end - _EDGE, rate))
    pitch = tone.pitch(humming, rate)
    sent = waveform(plan, rate)[: round(plan.head * rate)] @ match.amplitudes[:, strongest]
    end = None if plan.steady is None else len(sent)
    compared = response.compare(sent, aligned[:end, strongest], rate, noise)
    power = levels.power(sounding)
    return replace(
        heard,
        matched=True,
        level=levels.decibels(power),
        gains=match.gains(),
        signs=match.signs(),
        noise_floor=levels.decibels(noise),
        snr=levels.decibels(power - noise) - levels.decibels(noise),
        clip_fraction=tone.flat_tops(humming),
        distortion=tone.distortion(humming, rate, pitch) if pitch else None,
        bandwidth=response.bandwidth(compared),
        tone=pitch,
        dropouts=dropouts(samples, rate, plan, match, noise),
        echo=response.echo(compared),
    )


def _from_the_probe_on(samples: Samples, lag: int) -> Samples:
    return samples[lag:] if lag >= 0 else np.pad(samples, ((-lag, 0), (0, 0)))


def _noise_power(samples: Samples, aligned: Samples, rate: int, plan: Layout, lag: int) -> float:
    """Return the mean square of the quieter silence: before the probe, which may hold a voice, or after, an echo."""
    before = samples[: max(0, lag + round((plan.left.start - _EDGE) * rate))]
    # A stream's first samples may be zeros that no microphone has made.
    first = int(np.argmax(before.any(axis=1))) if before.any() else 0
    after = aligned[round((plan.seconds - 0.1) * rate) :]
    silences = [one for one in (before[first:], after) if len(one) >= _EDGE * rate]
    return min((levels.power(one) for one in silences), default=0.0)
