"""What people are told of a text that does not fit."""

from datetime import datetime
from enum import StrEnum

import msgspec
import pytest

from console.domain.accounts import NewAccount
from console.domain.text import in_words


class Colour(StrEnum):
    RED = "red"


class Inner(msgspec.Struct):
    size: float


class Body(msgspec.Struct, forbid_unknown_fields=True):
    at: datetime | None
    seats: int = 0
    names: tuple[str, ...] = ()
    sure: bool = True
    inner: Inner | None = None
    colour: Colour = Colour.RED


PERSON = {"userName": "maija.saari", "displayName": "Maija Saari", "email": "maija.saari@example.org"}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "at: it is missing"),
        ({"at": "soon"}, "at: expected: a time, like 2026-03-12T12:00:00+02:00"),
        ({"at": 5}, "at: expected: a time, like 2026-03-12T12:00:00+02:00 / nothing"),
        ({"at": None, "seats": "two"}, "seats: expected: a whole number"),
        ({"at": None, "names": [1]}, "names[0]: expected: a text"),
        ({"at": None, "names": "x"}, "names: expected: a list"),
        ({"at": None, "sure": 1}, "sure: expected: true or false"),
        ({"at": None, "more": 1}, "more: there is no such field"),
        ({"at": None, "inner": {}}, "inner.size: it is missing"),
        ({"at": None, "inner": {"size": "x"}}, "inner.size: expected: a number"),
        ({"at": None, "colour": "blue"}, "colour: it can't be: blue"),
        ([], "expected: an object of fields"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(body: object, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.json.decode(msgspec.json.encode(body), type=Body)

    assert in_words(str(refusal.value)) == told


@pytest.mark.parametrize("text", [b"", b"{", b"{} {}", b"{]"])
def test_what_is_no_json_is_said_in_plain_words(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError) as refusal:
        msgspec.json.decode(text)

    assert in_words(str(refusal.value)) == "it is not whole and correct JSON"


def test_what_nobody_foresaw_is_said_as_it_is() -> None:
    assert in_words("Expected `decimal`, got `str` - at `$.price`") == "price: Expected `decimal`, got `str`"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("userName", "maija saari", "userName: without spaces and hidden characters"),
        ("email", "maija at home", "email: an e-mail address, like maija.saari@example.org"),
        ("displayName", "", "displayName: it may not be empty"),
        ("displayName", " Maija", "displayName: one line, without spaces at its ends and without hidden characters"),
        ("displayName", "M" * 201, "displayName: it may have 200 characters at most"),
    ],
)
def test_what_is_wrong_is_said_without_a_pattern(field: str, typed: str, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refusal:
        msgspec.convert({**PERSON, field: typed}, NewAccount)

    assert in_words(str(refusal.value)) == told
