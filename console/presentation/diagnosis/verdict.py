"""What a test found, in labelled lines: the verdict, its evidence, the mend, the sentence to say, what else may be."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.causes import Cause, Finding
from console.domain.diagnosis.result import Diagnosis
from console.presentation.cell import Cell, Tone
from console.presentation.detail import Detail, Field, field
from console.presentation.diagnosis.chain import age
from console.words import _

TONES = {
    CheckOutcome.HEALTHY: Tone.GOOD,
    CheckOutcome.FAULT: Tone.URGENT,
    CheckOutcome.UNSURE: Tone.WARNING,
    CheckOutcome.UNABLE: Tone.WARNING,
}


def heading(diagnosis: Diagnosis) -> str:
    """Return the verdict in a few words, with how certain it is."""
    if diagnosis.verdict is CheckOutcome.FAULT:
        return _("A fault ({certainty})", certainty=wording.certainty(diagnosis.causes[0].certainty))
    return wording.verdict(diagnosis.verdict)


def detail(diagnosis: Diagnosis, now: datetime, language: str) -> Detail:
    """Return the verdict, then the first cause with all that belongs to it, then the others. language: to say it in."""
    return Detail(heading(diagnosis), list(_fields(diagnosis, now, language)))


def _fields(diagnosis: Diagnosis, now: datetime, language: str) -> Iterator[Field]:
    if not diagnosis.causes:
        yield field("", Cell(_nothing_found(diagnosis), TONES[diagnosis.verdict]))
        return
    first, *others = diagnosis.causes
    yield field("", Cell(wording.title(first), TONES[diagnosis.verdict]))
    yield field("", wording.explained(first))
    for finding in first.findings:
        yield field("+", evidence(finding, now))
    yield field(_("Mend"), Cell(wording.mend(first), Tone.STRONG))
    if sentence := wording.say(first, language):
        yield field(_("Say"), Cell(f"{language} “{sentence}”", Tone.KEY))
    yield from _also(others)


def _also(causes: Sequence[Cause]) -> Iterator[Field]:
    for number, cause in enumerate(causes):
        certainty = wording.certainty(cause.certainty)
        yield field(_("Also") if number == 0 else "", f"{wording.title(cause)} ({certainty})")


def evidence(finding: Finding, now: datetime) -> str:
    """Return a piece of evidence with who says so and how long ago."""
    return f"{wording.evidence(finding)} ({wording.source(finding.source)}, {age(finding.at, now)})"


def _nothing_found(diagnosis: Diagnosis) -> str:
    if diagnosis.verdict is CheckOutcome.HEALTHY:
        return _("Nothing that was tested is wrong.")
    return _("Nothing could be tested here, so nothing is known.")
