"""Everything that can be wrong is said in every language."""

from datetime import UTC, datetime

import pytest

from console import words
from console.domain.diagnosis import wording
from console.domain.diagnosis.causes import Action, Cause, Certainty, Code, Finding, Remedy, Source
from console.domain.diagnosis.evidence import Side
from console.domain.diagnosis.phrases import PHRASES

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def test_every_code_has_its_words() -> None:
    assert set(PHRASES) == set(Code)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("code", list(Code))
def test_a_cause_is_said_without_gaps(code: Code, language: str) -> None:
    words.use(language)
    cause = Cause(code=code, certainty=Certainty.LIKELY, subject="Jabra 20")

    said = [wording.title(cause), wording.explained(cause), wording.mend(cause), wording.say(cause)]

    assert all(said)
    assert not any("{" in sentence or "}" in sentence or "!" in sentence for sentence in said)
    assert all(sentence.endswith((".", "?")) for sentence in (said[0], said[1], said[3]))


def test_the_sentence_to_read_aloud_comes_in_the_language_asked_for_and_leaves_ours_alone() -> None:
    cause = Cause(code=Code.WRONG_SPEAKER, certainty=Certainty.CERTAIN)

    assert wording.say(cause, "fi") == "Siirrän äänen toiseen laitteeseen. Kuulet kohta merkkiäänen."
    assert words.language() == "en"
    assert set(wording.said(cause)) == {"en", "fi", "sv"}


def test_a_mend_names_the_device_and_the_volume_that_it_sets() -> None:
    action = Action(remedy=Remedy.SET_VOLUME, side=Side.INPUT, name="mic", label="Boom", volume=0.8)
    cause = Cause(code=Code.MICROPHONE_VOLUME_LOW, certainty=Certainty.CERTAIN, subject="Boom", action=action)

    assert wording.mend(cause) == "Turn up to 80 %: Boom"


def test_figures_of_a_finding_are_said_as_plain_numbers() -> None:
    finding = Finding(message="{n} of {all}", source=Source.PROBE, at=NOON, values={"n": 5.0, "all": -58.3})

    assert wording.evidence(finding) == "5 of -58.3"
