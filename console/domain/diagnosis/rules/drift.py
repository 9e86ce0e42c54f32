"""Far weaker than at the last good test of the same devices."""

from collections.abc import Iterator

from console.domain.diagnosis.baseline import drops
from console.domain.diagnosis.causes import Cause, Certainty, Code, Finding, Source
from console.domain.diagnosis.evidence import Evidence
from console.domain.diagnosis.thresholds import FAR_WORSE_THAN_BEFORE, WORSE_THAN_BEFORE
from console.words import marked


def drift(evidence: Evidence) -> Iterator[Cause]:
    """Name a level that has fallen by more than a person's posture explains."""
    for drop in drops(evidence):
        if drop.decibels < WORSE_THAN_BEFORE:
            continue
        finding = Finding(
            message=marked("At the last good test {device} gave {before} dBFS, now {now} dBFS."),
            source=Source.BASELINE,
            at=drop.at,
            values={"device": drop.label, "before": round(drop.before), "now": round(drop.now)},
        )
        certainty = Certainty.LIKELY if drop.decibels >= FAR_WORSE_THAN_BEFORE else Certainty.POSSIBLE
        yield Cause(code=Code.QUIETER_THAN_BEFORE, certainty=certainty, subject=drop.label, findings=(finding,))
