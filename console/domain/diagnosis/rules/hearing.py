"""The test sound did not come over, or hardly: what the recording itself says about it."""

from collections.abc import Iterator

from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.evidence import Evidence, Side, Signal
from console.domain.diagnosis.findings import heard, probe
from console.domain.diagnosis.tested import (
    heard_chime,
    shown,
    tested,
    voice_is_heard,
    was_disturbed,
    was_in_use,
)
from console.domain.diagnosis.thresholds import AUDIBLE_SPEECH, FAINT_LEVEL, TONE, WRONG_SPEED
from console.words import marked


def hearing(evidence: Evidence) -> Iterator[Cause]:
    """Name what an unheard or faint test sound can mean. Alone it is never certain: a headset hears no speaker."""
    signal = evidence.signal
    if signal is None:
        return
    if is_off_pitch(signal) and not was_disturbed(evidence):
        yield _off_pitch(evidence, signal)
    elif not signal.matched and not _is_proven_otherwise(evidence):
        yield _unheard(evidence, signal)
    elif signal.matched and signal.level < FAINT_LEVEL and not voice_is_heard(evidence):
        yield _cause(evidence, Code.NOT_AUDIBLE, Certainty.POSSIBLE)


def is_off_pitch(signal: Signal) -> bool:
    """Tell whether the tone was heard at another pitch than it was played at."""
    loud = signal.level >= AUDIBLE_SPEECH
    return loud and signal.tone is not None and abs(signal.tone / TONE - 1) > WRONG_SPEED


def _off_pitch(evidence: Evidence, signal: Signal) -> Cause:
    microphone = tested(evidence, Side.INPUT)
    heard_at = marked("The tone of {played} Hz was heard at {heard} Hz.")
    return Cause(
        code=Code.WRONG_SAMPLE_RATE,
        certainty=Certainty.LIKELY,
        subject=shown(microphone) if microphone else "",
        findings=(probe(heard_at, signal.at, played=round(TONE), heard=round(signal.tone or 0)),),
    )


def _is_proven_otherwise(evidence: Evidence) -> bool:
    """Tell whether the microphone is proven to work: by a person, or by the test sound from another speaker."""
    chime = heard_chime(evidence)
    if voice_is_heard(evidence):
        return chime is None or chime.yes is True
    return any(one.heard and one.side is Side.OUTPUT for one in evidence.contrasts)


def _unheard(evidence: Evidence, signal: Signal) -> Cause:
    if signal.is_zero:
        return _cause(evidence, Code.NO_SIGNAL, Certainty.LIKELY if _was_heard(evidence) else Certainty.POSSIBLE)
    if signal.is_flat:
        return _cause(evidence, Code.FLAT_LINE, Certainty.LIKELY)
    return _cause(evidence, Code.NOT_AUDIBLE, Certainty.POSSIBLE)


def _was_heard(evidence: Evidence) -> bool:
    """Tell whether these very devices heard one another at the last good test."""
    has_level = evidence.earlier is not None and evidence.earlier.level is not None
    return has_level and all(was_in_use(evidence, side) for side in Side)


def _cause(evidence: Evidence, code: Code, certainty: Certainty) -> Cause:
    microphone = tested(evidence, Side.INPUT)
    subject = shown(microphone) if microphone else ""
    return Cause(code=code, certainty=certainty, subject=subject, findings=heard(evidence, Side.INPUT))
