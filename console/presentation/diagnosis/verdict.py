"""What a test found, in labelled lines: the verdict, its evidence, the mend, the sentence to say, what else may be."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from console.domain.devices import CheckOutcome
from console.domain.diagnosis import wording
from console.domain.diagnosis.baseline import drift
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


def detail(diagnosis: Diagnosis, now: datetime, language: str, recovery: str = "") -> Detail:
    """Return the verdict, then the first cause with all that belongs to it, then the others, then what was before.

    language: to say the sentence in. recovery: what came of a mend.
    """
    fields = [*_recovery(recovery), *_fields(diagnosis, now, language), *_before(diagnosis)]
    return Detail(heading(diagnosis), fields)


def _recovery(sentence: str) -> Iterator[Field]:
    if sentence:
        yield field("", Cell(sentence, Tone.STRONG))


def _before(diagnosis: Diagnosis) -> Iterator[Field]:
    """Say when the same machine was well, and what has changed since."""
    evidence = diagnosis.evidence
    if evidence is None or evidence.audio is None or (earlier := evidence.earlier) is None:
        return
    day = f"{earlier.at.day}.{earlier.at.month}.{earlier.at.year}"
    level = earlier.level if earlier.level is not None else earlier.speech_level
    figure = f", {level:.0f} dBFS" if level is not None else ""
    yield field(_("Before"), _("{day} all was well{figure}.", day=day, figure=figure))
    for sentence in drift(evidence):
        yield field("", sentence)


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
    return wording.nothing_tested()
