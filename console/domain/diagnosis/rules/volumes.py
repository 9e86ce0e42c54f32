"""Volumes of the tested devices and of all that stands behind them."""

from collections.abc import Iterator
from typing import NamedTuple

from console.domain.diagnosis.agreement import of_volume
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Remedy
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side
from console.domain.diagnosis.findings import at as seen_at
from console.domain.diagnosis.findings import clipping, heard, seen
from console.domain.diagnosis.spells import Spell, spell
from console.domain.diagnosis.tested import path, shown, volume, was_before
from console.domain.diagnosis.thresholds import (
    FULL_VOLUME,
    LOW_VOLUME,
    MENDED_MICROPHONE_VOLUME,
    MENDED_SPEAKER_VOLUME,
)
from console.words import marked


class _Codes(NamedTuple):
    zero: Code
    low: Code
    high: Code


_CODES = {
    Side.INPUT: _Codes(Code.MICROPHONE_VOLUME_ZERO, Code.MICROPHONE_VOLUME_LOW, Code.MICROPHONE_OVERDRIVEN),
    Side.OUTPUT: _Codes(Code.SPEAKER_VOLUME_ZERO, Code.SPEAKER_VOLUME_LOW, Code.SPEAKER_OVERDRIVEN),
}
MENDED = {Side.INPUT: MENDED_MICROPHONE_VOLUME, Side.OUTPUT: MENDED_SPEAKER_VOLUME}
"""What a mend sets the volume of that side to."""


def volumes(evidence: Evidence) -> Iterator[Cause]:
    """Name each volume on the way of the tested sound that is too low or too high."""
    outputs = path(evidence, Side.OUTPUT)
    for side in Side:
        for endpoint in path(evidence, side):
            # A virtual microphone may listen to the tested speaker itself: its volume is told once.
            if not (side is Side.INPUT and endpoint in outputs):
                yield from _endpoint(evidence, side, endpoint)


def _endpoint(evidence: Evidence, side: Side, endpoint: Endpoint) -> Iterator[Cause]:
    at = volume(endpoint.volumes)
    if off := spell(evidence, endpoint, lambda one: volume(one.volumes) <= LOW_VOLUME):
        yield _was_low(evidence, side, endpoint, off)
        return
    certainty = of_volume(evidence, side, at, began=_began(evidence, endpoint))
    if certainty is None:
        return
    codes, is_high = _CODES[side], at > FULL_VOLUME
    setting = seen(evidence, marked("The volume of {device} is {percent} %."), endpoint, percent=round(at * 100))
    yield Cause(
        code=codes.high if is_high else codes.zero if at <= 0 else codes.low,
        certainty=certainty,
        subject=shown(endpoint),
        findings=(setting, *(clipping(evidence) if is_high else heard(evidence, side))),
        action=Action(
            remedy=Remedy.SET_VOLUME,
            side=endpoint.side,
            name=endpoint.name,
            label=shown(endpoint),
            volume=FULL_VOLUME if is_high else MENDED[endpoint.side],
        ),
    )


def _was_low(evidence: Evidence, side: Side, endpoint: Endpoint, off: Spell) -> Cause:
    lowest = volume(off.worst.volumes)
    was = marked("The volume of {device} was {percent} % for {seconds} s while the test ran.")
    values = {"percent": round(lowest * 100), "seconds": round(off.seconds, 1)}
    return Cause(
        code=_CODES[side].zero if lowest <= 0 else _CODES[side].low,
        certainty=Certainty.CERTAIN if off.agrees else Certainty.LIKELY,
        subject=shown(endpoint),
        findings=(seen_at(was, off.begins, endpoint, **values), *heard(evidence, side)),
        is_over=True,
    )


def _began(evidence: Evidence, endpoint: Endpoint) -> bool:
    """Tell whether it was high enough when the test began."""
    first = was_before(evidence, endpoint)
    return first is not None and volume(first.volumes) > LOW_VOLUME
