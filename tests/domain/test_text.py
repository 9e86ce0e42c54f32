"""What people are told of a text that does not fit."""

import msgspec
import pytest

from console.domain.accounts import NewAccount
from console.domain.text import in_words

PERSON = {"userName": "maija.saari", "displayName": "Maija Saari", "email": "maija.saari@example.org"}


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
