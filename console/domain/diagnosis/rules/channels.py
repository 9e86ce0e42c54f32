"""Left and right: dead, swapped, or against one another."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side, Signal
from console.domain.diagnosis.findings import probe, seen
from console.domain.diagnosis.rules.quality import unless_other_sound
from console.domain.diagnosis.rules.volumes import MENDED
from console.domain.diagnosis.tested import path, shown, tested, volume, was_disturbed
from console.domain.diagnosis.thresholds import CLEAR_GAIN, DEAD_CHANNEL, SWAPPED_CHANNEL
from console.words import marked

Gains = tuple[tuple[float, float], tuple[float, float]]


def channels(evidence: Evidence) -> Iterator[Cause]:
    """Name what is wrong between the sides."""
    yield from _turned_down(evidence)
    signal = evidence.signal
    if signal is None or not signal.matched or signal.gains is None or was_disturbed(evidence):
        return
    yield from unless_other_sound(evidence, _heard(evidence, signal, signal.gains))


def _heard(evidence: Evidence, signal: Signal, gains: Gains) -> Iterator[Cause]:
    yield from _dead(evidence, gains)
    if _is_swapped(gains):
        swapped = marked("What was played on the left was heard on the right, and the other way round.")
        yield _cause(evidence, Code.CHANNELS_SWAPPED, Certainty.LIKELY, probe(swapped, signal.at))
    elif signal.signs is not None and _is_opposed(gains, signal.signs):
        opposed = marked("Left and right were heard with opposite signs.")
        yield _cause(evidence, Code.POLARITY_CANCELLED, Certainty.LIKELY, probe(opposed, signal.at))


def _turned_down(evidence: Evidence) -> Iterator[Cause]:
    """One side's volume is at zero: the device's own setting says so."""
    outputs = path(evidence, Side.OUTPUT)
    for side in Side:
        for endpoint in path(evidence, side):
            if side is Side.INPUT and endpoint in outputs:
                continue
            loudest = volume(endpoint.volumes)
            if loudest > 0 and min(endpoint.volumes, default=1.0) <= 0 and _agrees(evidence) is not False:
                yield _one_sided(evidence, endpoint)


def _agrees(evidence: Evidence) -> bool | None:
    gains = evidence.signal.gains if evidence.signal and evidence.signal.matched else None
    return None if gains is None else _is_dead_somewhere(gains)


def _one_sided(evidence: Evidence, endpoint: Endpoint) -> Cause:
    setting = seen(evidence, marked("One side of {device} is at 0 %."), endpoint)
    signal = evidence.signal
    heard = () if signal is None or not _agrees(evidence) else (probe(_ONE_SIDE, signal.at),)
    loudest = volume(endpoint.volumes)
    return Cause(
        code=Code.ONE_CHANNEL_DEAD,
        certainty=Certainty.CERTAIN if heard else Certainty.POSSIBLE if evidence.unasked else Certainty.LIKELY,
        subject=shown(endpoint),
        findings=(setting, *heard),
        action=Action(
            remedy=Remedy.SET_VOLUME,
            side=endpoint.side,
            name=endpoint.name,
            label=shown(endpoint),
            volume=min(loudest, MENDED[endpoint.side]),
        ),
    )


_ONE_SIDE = marked("The test sound was heard on one side only.")


def _dead(evidence: Evidence, gains: Gains) -> Iterator[Cause]:
    if not _is_dead_somewhere(gains) or any(True for _ in _turned_down(evidence)):
        return
    signal = evidence.signal
    at = signal.at if signal else evidence.started_at
    # A side that nothing is recorded on, whatever is played, is the microphone's: many have one side only.
    certainty = Certainty.LIKELY if _is_dead(max(gains[0]), max(gains[1])) else Certainty.POSSIBLE
    yield _cause(evidence, Code.ONE_CHANNEL_DEAD, certainty, probe(_ONE_SIDE, at))


def _is_dead_somewhere(gains: Gains) -> bool:
    played = _is_dead(max(gains[0]), max(gains[1]))
    recorded = _is_dead(max(gains[0][0], gains[1][0]), max(gains[0][1], gains[1][1]))
    return played or recorded


def _is_dead(one: float, other: float) -> bool:
    return abs(one - other) >= DEAD_CHANNEL


def _is_swapped(gains: Gains) -> bool:
    straight, crossed = (gains[0][0], gains[1][1]), (gains[0][1], gains[1][0])
    return min(crossed) - max(straight) >= SWAPPED_CHANNEL and min(crossed) >= CLEAR_GAIN


def _is_opposed(gains: Gains, signs: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Tell whether joining left and right takes sound away: into one recorded side, or from one side each."""
    both_in_one = any(
        signs[0][side] * signs[1][side] < 0 and min(gains[0][side], gains[1][side]) >= CLEAR_GAIN for side in (0, 1)
    )
    straight = signs[0][0] * signs[1][1] < 0 and min(gains[0][0], gains[1][1]) >= CLEAR_GAIN
    return both_in_one or straight


def _cause(evidence: Evidence, code: Code, certainty: Certainty, *findings: Finding) -> Cause:
    speaker = tested(evidence, Side.OUTPUT)
    return Cause(code=code, certainty=certainty, subject=shown(speaker) if speaker else "", findings=findings)
