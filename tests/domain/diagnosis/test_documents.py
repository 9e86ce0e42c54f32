"""docs/causes.md and the JSON schema say what the rules do."""

import json

import jsonschema_rs
import msgspec
import pytest

from console import words
from console.domain.diagnosis import thresholds
from console.domain.diagnosis.causes import Code
from console.domain.diagnosis.evidence import Evidence
from console.domain.diagnosis.telling import told
from tests.domain.diagnosis.evidence import SPOKEN, ZEROS, changed, healthy, judged, quiet_check
from tools.causes import PAGE, REASONS, SCHEMA, page, schema, schema_text

EVIDENCE = {
    "healthy": healthy(speech=SPOKEN),
    "quiet": quiet_check(),
    "muted": changed(healthy(signal=ZEROS), "mic", muted=True),
    "silent": healthy(signal=ZEROS),
    "nothing": Evidence(started_at=SPOKEN.at),
}


def test_the_documents_are_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs`"
    assert SCHEMA.read_text("utf-8") == schema_text(), "run `make docs`"


def test_every_cause_has_its_reason_and_every_threshold_a_cause() -> None:
    constants = {name for name in vars(thresholds) if name.isupper()}

    assert set(REASONS) == set(Code)
    assert {name for reason in REASONS.values() for name in reason.thresholds} == constants


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", EVIDENCE)
def test_what_is_told_fits_the_schema(name: str, language: str) -> None:
    words.use(language)
    document = json.loads(msgspec.json.encode(told(judged(EVIDENCE[name]))))

    jsonschema_rs.validator_for(schema()).validate(document)


def test_the_json_is_as_agreed() -> None:
    document = json.loads(msgspec.json.encode(told(judged(EVIDENCE["muted"]))))

    assert list(document) == [
        "verdict",
        "at",
        "seconds",
        "devices",
        "causes",
        "measures",
        "chain",
        "mended",
        "recovery",
        "reason",
    ]
    assert document["devices"]["input"]["label"] == "Boom"
    cause = document["causes"][0]
    assert (cause["code"], cause["certainty"], cause["subject"]) == ("microphone-muted", "certain", "Boom")
    assert cause["evidence"][0] == {"text": "Boom is muted.", "source": "audio-system", "age": 0.0}
    assert cause["mend"] == {
        "text": "Unmute: Boom",
        "action": {"remedy": "unmute", "side": "input", "name": "mic", "label": "Boom", "volume": None, "volumes": []},
    }
    assert set(cause["say"]) == {"en", "fi", "sv"}


def test_a_document_of_another_shape_does_not_fit() -> None:
    document = json.loads(msgspec.json.encode(told(judged(EVIDENCE["healthy"]))))

    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validator_for(schema()).validate({**document, "verdict": "fine"})
