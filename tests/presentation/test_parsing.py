from datetime import UTC, date, datetime, time

import pytest

from console.domain.errors import ConsoleError
from console.presentation.parsing import clock_time, day, minutes, moment
from tests.town import scene


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", date(2026, 11, 24)),
        ("24.11.", date(2026, 11, 24)),
        ("24.11", date(2026, 11, 24)),
        ("1.12.", date(2026, 12, 1)),
        ("5.1.", date(2027, 1, 5)),
        ("5.1.2026", date(2026, 1, 5)),
        ("2026-12-01", date(2026, 12, 1)),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, meant: date) -> None:
    assert day(typed, scene()) == meant


@pytest.mark.parametrize("typed", ["31.2.", "24/11", "tomorrow", "29.2.2027", "0.1."])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ConsoleError) as refused:
        day(typed, scene())
    assert typed in refused.value.title
    assert refused.value.hint


def test_a_leap_day_of_a_year_without_one_is_refused() -> None:
    with pytest.raises(ConsoleError):
        day("29.2.", scene())


@pytest.mark.parametrize(
    ("typed", "meant"), [("14:30", time(14, 30)), ("14.30", time(14, 30)), ("1430", time(14, 30)), ("9", time(9))]
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time) -> None:
    assert clock_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "12:60", "noon", "1:2:3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ConsoleError):
        clock_time(typed)


def test_a_moment_is_of_the_towns_clock() -> None:
    assert moment("1.7.2027", "9:00", scene()) == datetime(2027, 7, 1, 6, 0, tzinfo=UTC)
    assert moment("1.12.", "9:00", scene()) == datetime(2026, 12, 1, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "0", "-5", "half", "2000", "²"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(ConsoleError):
        minutes(typed)
