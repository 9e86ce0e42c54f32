"""How sure it is that a setting is what is wrong: certain only where state and signal agree."""

from console.domain.diagnosis import tested
from console.domain.diagnosis.causes import Certainty
from console.domain.diagnosis.cut import was_cut
from console.domain.diagnosis.evidence import Evidence, Side
from console.domain.diagnosis.thresholds import (
    EXCESSIVE_VOLUME,
    FAINT_VOLUME,
    FULL_VOLUME,
    GAIN_TOLERANCE,
    GOOD_SPEECH,
    LOW_VOLUME,
)


def of_silence(evidence: Evidence, side: Side, *, began: bool = False) -> Certainty:
    """Return how sure it is that what silences a side does so. began: it came only while the test ran."""
    if evidence.unasked:
        # Who is in no call may mute what they like.
        return Certainty.POSSIBLE
    came_through = tested.silent(evidence, side) is False
    stopped = began and (was_cut(evidence) or tested.last_silent(evidence, side))
    if tested.silent(evidence, side) or (came_through and stopped):
        return Certainty.CERTAIN
    return Certainty.POSSIBLE if came_through and not began else Certainty.LIKELY


def of_volume(evidence: Evidence, side: Side, volume: float, *, began: bool = False) -> Certainty | None:
    """Return how sure it is that a volume is a fault, None where it is none. began: it came only while the test ran."""
    if volume <= 0:
        return of_silence(evidence, side, began=began)
    if volume <= LOW_VOLUME:
        certainty = _of_low(evidence, side, volume, began=began)
    else:
        certainty = _of_high(evidence, volume) if volume > FULL_VOLUME else None
    return Certainty.POSSIBLE if certainty is not None and evidence.unasked else certainty


def _of_low(evidence: Evidence, side: Side, volume: float, *, began: bool) -> Certainty | None:
    silent = tested.silent(evidence, side)
    if silent is False and (_is_as_quiet(evidence, side, volume) or (began and was_cut(evidence))):
        return Certainty.CERTAIN
    if silent is False and not began:
        return None
    if silent:
        # A low volume alone hides a test sound only when it is faint: a headset may not hear its own speaker.
        return Certainty.CERTAIN if volume < FAINT_VOLUME else Certainty.POSSIBLE
    return Certainty.LIKELY if volume < FAINT_VOLUME else Certainty.POSSIBLE


def _is_as_quiet(evidence: Evidence, side: Side, volume: float) -> bool:
    """Tell whether what was heard is as weak as the volume explains."""
    gain = tested.best_gain(evidence)
    if gain is not None:
        return gain <= tested.decibels(volume) + GAIN_TOLERANCE
    return side is Side.INPUT and evidence.speech is not None and evidence.speech.level < GOOD_SPEECH


def _of_high(evidence: Evidence, volume: float) -> Certainty | None:
    if tested.is_clipped(evidence):
        return Certainty.CERTAIN
    if evidence.signal is not None and evidence.signal.matched:
        return None
    return Certainty.LIKELY if volume > EXCESSIVE_VOLUME else Certainty.POSSIBLE
