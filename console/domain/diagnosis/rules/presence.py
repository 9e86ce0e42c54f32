"""Devices that are not there: none at all, unplugged, gone while the test ran."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.cut import was_cut
from console.domain.diagnosis.evidence import Evidence, Side
from console.domain.diagnosis.findings import heard, seen
from console.domain.diagnosis.tested import (
    is_gone,
    lacks_microphone,
    latest,
    own_stream,
    real,
    shown,
    silent,
    tested,
    voice_is_heard,
)
from console.words import marked

_NONE = {Side.INPUT: Code.NO_MICROPHONE, Side.OUTPUT: Code.NO_SPEAKER}
_UNPLUGGED = {Side.INPUT: Code.MICROPHONE_UNPLUGGED, Side.OUTPUT: Code.SPEAKER_UNPLUGGED}
_NONE_SEEN = {
    Side.INPUT: marked("The sound system lists no microphone."),
    Side.OUTPUT: marked("The sound system lists no speaker."),
}


def presence(evidence: Evidence) -> Iterator[Cause]:
    """Name the tested devices that are missing."""
    for side in Side:
        yield from _none(evidence, side)
        yield from _gone(evidence, side)
        yield from _socket_empty(evidence, side)
        yield from _missed(evidence, side)


def _none(evidence: Evidence, side: Side) -> Iterator[Cause]:
    state = latest(evidence)
    if state is not None and not real(state, side):
        # Where there is no device there can be no signal: state alone is proof.
        yield Cause(code=_NONE[side], certainty=Certainty.CERTAIN, findings=(seen(evidence, _NONE_SEEN[side]),))


def _gone(evidence: Evidence, side: Side) -> Iterator[Cause]:
    endpoint = tested(evidence, side)
    if endpoint is None or not is_gone(evidence, side):
        return
    own = own_stream(evidence, side)
    was_moved = own is not None and own.endpoint != endpoint.name
    agrees = silent(evidence, side) is not False or was_cut(evidence) or was_moved
    findings = (seen(evidence, marked("{device} went away while the test ran."), endpoint), *heard(evidence, side))
    certainty = Certainty.CERTAIN if agrees else Certainty.LIKELY
    yield Cause(code=_UNPLUGGED[side], certainty=certainty, subject=shown(endpoint), findings=findings)


def _socket_empty(evidence: Evidence, side: Side) -> Iterator[Cause]:
    endpoint = tested(evidence, side)
    if endpoint is None or endpoint.plugged or silent(evidence, side) is False:
        return
    findings = (seen(evidence, marked("The socket of {device} is empty."), endpoint), *heard(evidence, side))
    certainty = Certainty.CERTAIN if silent(evidence, side) else Certainty.LIKELY
    yield Cause(code=_UNPLUGGED[side], certainty=certainty, subject=shown(endpoint), findings=findings)


def _missed(evidence: Evidence, side: Side) -> Iterator[Cause]:
    """Name the device of the last good test that is no longer there, unless its successor is proven to work."""
    earlier, state = evidence.earlier, latest(evidence)
    is_heard_no_more = side is Side.INPUT and lacks_microphone(evidence) and _is_unheard(evidence)
    if earlier is None or state is None or (silent(evidence, side) is False and not is_heard_no_more):
        return
    label = earlier.input_label if side is Side.INPUT else earlier.output_label
    if not label or label in {shown(one) for one in real(state, side)}:
        return
    missed = marked("{device} was in use at the last good test and is not listed now.")
    finding = Finding(message=missed, source=Source.BASELINE, at=earlier.at, values={"device": label})
    if is_heard_no_more:
        findings = (finding, *heard(evidence, side))
        yield Cause(code=_UNPLUGGED[side], certainty=Certainty.LIKELY, subject=label, findings=findings)
    else:
        # It may have been replaced for good: no more than a possibility.
        yield Cause(code=_UNPLUGGED[side], certainty=Certainty.POSSIBLE, subject=label, findings=(finding,))


def _is_unheard(evidence: Evidence) -> bool:
    """Tell whether its successor hears neither the same speaker nor a person."""
    return evidence.signal is not None and not evidence.signal.matched and not voice_is_heard(evidence)
