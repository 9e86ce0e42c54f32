"""Mutes of the tested devices and of all that stands behind them. Mutes stack: each is named."""

from collections.abc import Iterator

from console.domain.diagnosis.agreement import of_silence
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Remedy
from console.domain.diagnosis.evidence import Endpoint, Evidence, Side
from console.domain.diagnosis.findings import at, heard, seen
from console.domain.diagnosis.spells import Spell, spell
from console.domain.diagnosis.tested import path, shown, was_before
from console.words import marked


def mutes(evidence: Evidence) -> Iterator[Cause]:
    """Name each muted device on the way of the tested sound."""
    outputs = path(evidence, Side.OUTPUT)
    for side in Side:
        for number, endpoint in enumerate(path(evidence, side)):
            # A virtual microphone may listen to the tested speaker itself: its mute is told once.
            if side is Side.INPUT and endpoint in outputs:
                continue
            if endpoint.muted:
                yield _muted(evidence, side, endpoint, is_behind=number > 0)
            elif off := spell(evidence, endpoint, lambda one: one.muted):
                yield _was_muted(evidence, side, endpoint, off)


def _muted(evidence: Evidence, side: Side, endpoint: Endpoint, *, is_behind: bool) -> Cause:
    message = marked("{device}, whose sound is passed on, is muted.") if is_behind else marked("{device} is muted.")
    return Cause(
        code=_code(side, endpoint),
        certainty=of_silence(evidence, side, began=_began(evidence, endpoint)),
        subject=shown(endpoint),
        findings=(seen(evidence, message, endpoint), *heard(evidence, side)),
        action=Action(remedy=Remedy.UNMUTE, side=endpoint.side, name=endpoint.name, label=shown(endpoint)),
    )


def _was_muted(evidence: Evidence, side: Side, endpoint: Endpoint, off: Spell) -> Cause:
    was = marked("{device} was muted for {seconds} s while the test ran.")
    return Cause(
        code=_code(side, endpoint),
        certainty=Certainty.CERTAIN if off.agrees else Certainty.LIKELY,
        subject=shown(endpoint),
        findings=(at(was, off.begins, endpoint, seconds=round(off.seconds, 1)), *heard(evidence, side)),
        is_over=True,
    )


def _code(side: Side, endpoint: Endpoint) -> Code:
    if side is Side.OUTPUT:
        return Code.SPEAKER_MUTED
    listens_to_speaker = endpoint.monitor_of is not None or endpoint.side is Side.OUTPUT
    return Code.MONITOR_MUTED if listens_to_speaker else Code.MICROPHONE_MUTED


def _began(evidence: Evidence, endpoint: Endpoint) -> bool:
    """Tell whether it was not muted yet when the test began."""
    first = was_before(evidence, endpoint)
    return first is not None and not first.muted
