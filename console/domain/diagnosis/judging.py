"""From evidence to a verdict: every rule is asked, and what they say is put in order."""

from datetime import datetime

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Cause, Certainty, Code
from console.domain.diagnosis.chain import chain
from console.domain.diagnosis.evidence import Evidence, Side
from console.domain.diagnosis.measures import measures
from console.domain.diagnosis.ranking import ranked
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.rules import RULES
from console.domain.diagnosis.tested import heard_chime, tested

UNTESTED = frozenset({Code.LIBRARY_MISSING, Code.TEST_ENDED})
"""Causes that say why there is no verdict: they are the test's own trouble, not the machine's sound's."""


def judge(evidence: Evidence, *, at: datetime, seconds: float) -> Diagnosis:
    """Return what the evidence says: the causes most certain first, and the verdict that follows from them."""
    microphone = tested(evidence, Side.INPUT)
    is_monitor = microphone is not None and microphone.monitor_of is not None
    causes = ranked((cause for rule in RULES for cause in rule(evidence)), is_monitor=is_monitor)
    return Diagnosis(
        verdict=_verdict(evidence, causes),
        at=at,
        seconds=round(seconds, 1),
        causes=causes,
        chain=chain(evidence, causes),
        input=microphone,
        output=tested(evidence, Side.OUTPUT),
        measures=measures(evidence),
        evidence=evidence,
    )


def _verdict(evidence: Evidence, causes: tuple[Cause, ...]) -> CheckOutcome:
    surer = {cause.code for cause in causes if cause.certainty is not Certainty.POSSIBLE}
    if surer - UNTESTED:
        return CheckOutcome.FAULT
    if surer:
        return CheckOutcome.UNABLE
    if causes:
        return CheckOutcome.UNSURE
    return CheckOutcome.HEALTHY if _was_tested(evidence) else CheckOutcome.UNABLE


def _was_tested(evidence: Evidence) -> bool:
    """Tell whether there is anything that could have shown a fault."""
    asked_a_person = evidence.speech is not None or heard_chime(evidence) is not None
    if evidence.signal is None and not asked_a_person and {one.side for one in evidence.streams} == set(Side):
        # A probe was to be played and recorded, and it came to nothing.
        return False
    return bool(
        evidence.audio
        or evidence.speech
        or evidence.camera
        or evidence.cameras
        or evidence.paths
        or any(not step.skipped for step in evidence.steps)
    )
