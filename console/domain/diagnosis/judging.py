"""From evidence to a verdict: every rule is asked, and what they say is put in order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeAlias

from console.domain.devices import CheckOutcome
from console.domain.diagnosis.causes import Cause, Certainty
from console.domain.diagnosis.evidence import Evidence, Side
from console.domain.diagnosis.result import Diagnosis
from console.domain.diagnosis.rules import RULES

Rule: TypeAlias = Callable[[Evidence], Iterable[Cause]]


def judge(evidence: Evidence, *, at: datetime, seconds: float) -> Diagnosis:
    """Return what the evidence says: the causes most certain first, and the verdict that follows from them."""
    causes = tuple(sorted(_causes(evidence), key=lambda cause: list(Certainty).index(cause.certainty)))
    state = evidence.during or evidence.before
    return Diagnosis(
        verdict=_verdict(evidence, causes),
        at=at,
        seconds=round(seconds, 1),
        causes=causes,
        input=state.endpoint(Side.INPUT, evidence.input) if state else None,
        output=state.endpoint(Side.OUTPUT, evidence.output) if state else None,
        evidence=evidence,
    )


def _causes(evidence: Evidence) -> Iterator[Cause]:
    for rule in RULES:
        yield from rule(evidence)


def _verdict(evidence: Evidence, causes: tuple[Cause, ...]) -> CheckOutcome:
    if any(cause.certainty is not Certainty.POSSIBLE for cause in causes):
        return CheckOutcome.FAULT
    if causes:
        return CheckOutcome.UNSURE
    return CheckOutcome.UNABLE if evidence.audio is None else CheckOutcome.HEALTHY
