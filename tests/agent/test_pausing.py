"""How long a pause is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.agent.pausing import LONGEST, duration
from console.domain.errors import ConsoleError


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", timedelta(hours=2)),
        ("45m", timedelta(minutes=45)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        (" 1 H 30 M ", timedelta(hours=1, minutes=30)),
        ("30d", timedelta(days=30)),
    ],
)
def test_a_length_is_read_as_it_is_typed(text: str, length: timedelta) -> None:
    assert duration(text) == length


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{0,9}[dhm]?", fullmatch=True)))
def test_anything_typed_is_a_length_or_a_clear_refusal(text: str) -> None:
    try:
        assert timedelta() < duration(text) <= LONGEST
    except ConsoleError as error:
        assert error.hint
