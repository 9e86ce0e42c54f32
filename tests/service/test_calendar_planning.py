"""What becomes of a series' calls when its calendar is read again."""

from datetime import UTC, datetime, timedelta

import msgspec

from console.domain.calls import Call, CallStatus
from console.service.calendars.model import Occurrence
from console.service.calendars.planning import Plan, plan

MONDAY = datetime(2026, 3, 16, 7, tzinfo=UTC)
WEEK = timedelta(days=7)


def occurrence(start: datetime, planned: datetime | None = None, *, cancelled: bool = False) -> Occurrence:
    return Occurrence(
        recurrence_id=planned or start, dtstart=start, dtend=start + timedelta(minutes=30), cancelled=cancelled
    )


def call_for(one: Occurrence, **fields: object) -> Call:
    call = Call(
        id=f"call of {one.recurrence_id}",
        organisation_id="town",
        host_id="maija",
        dtstart=one.dtstart,
        dtend=one.dtend,
        recurrence_id=one.recurrence_id,
    )
    return msgspec.structs.replace(call, **fields)


def planned(
    calls: list[Call], before: list[Occurrence], after: list[Occurrence], host_id: str = "maija", insist: bool = False
) -> Plan:
    return plan(calls, before, after, host_id=host_id, insist=insist)


def test_first_reading_makes_every_call_that_takes_place() -> None:
    first, second = occurrence(MONDAY), occurrence(MONDAY + WEEK, cancelled=True)

    assert planned([], [], [first, second]) == Plan(create=(first,))


def test_second_reading_of_the_same_changes_nothing() -> None:
    one = occurrence(MONDAY)

    assert planned([call_for(one)], [one], [one]) == Plan(unchanged=1)


def test_call_that_is_gone_here_is_not_made_again() -> None:
    one = occurrence(MONDAY)

    assert planned([], [one], [one], insist=True) == Plan(unchanged=1)


def test_occurrence_that_moved_moves_its_call() -> None:
    one, later = occurrence(MONDAY), occurrence(MONDAY + timedelta(days=1, hours=3), planned=MONDAY)
    call = call_for(one)

    assert planned([call], [one], [later]) == Plan(change=((call, later),))


def test_occurrence_that_is_cancelled_or_left_out_cancels_its_call() -> None:
    one, two = occurrence(MONDAY), occurrence(MONDAY + WEEK)
    calls = [call_for(one), call_for(two)]

    assert planned(calls, [one, two], [msgspec.structs.replace(one, cancelled=True)]) == Plan(cancel=tuple(calls))


def test_occurrence_that_comes_back_brings_its_call_back() -> None:
    one = occurrence(MONDAY)
    call = call_for(one, status=CallStatus.CANCELLED)

    assert planned([call], [], [one]) == Plan(change=((call, one),))


def test_series_at_another_hour_keeps_its_calls() -> None:
    old = [occurrence(MONDAY), occurrence(MONDAY + WEEK)]
    new = [occurrence(one.dtstart + timedelta(hours=2)) for one in old]
    calls = [call_for(one) for one in old]

    assert planned(calls, old, new) == Plan(change=tuple(zip(calls, new, strict=True)))


def test_series_on_another_day_gets_new_calls() -> None:
    old, new = occurrence(MONDAY), occurrence(MONDAY + timedelta(days=1))
    call = call_for(old)

    assert planned([call], [old], [new]) == Plan(create=(new,), cancel=(call,))


def test_single_event_that_becomes_a_series_keeps_its_call() -> None:
    single = msgspec.structs.replace(occurrence(MONDAY), recurrence_id=None)
    series = [occurrence(MONDAY), occurrence(MONDAY + WEEK)]
    call = call_for(single)

    assert planned([call], [single], series) == Plan(create=(series[1],), change=((call, series[0]),))


def test_what_was_done_here_stays_until_the_calendar_says_something_new_about_it() -> None:
    one, two = occurrence(MONDAY), occurrence(MONDAY + WEEK)
    moved = call_for(one, dtstart=MONDAY + timedelta(hours=5), dtend=MONDAY + timedelta(hours=6))
    cancelled = call_for(two, status=CallStatus.CANCELLED)

    assert planned([moved, cancelled], [one, two], [one, two]) == Plan(unchanged=2)
    assert planned([moved, cancelled], [one, two], [one, two], insist=True) == Plan(change=((moved, one),), unchanged=1)


def test_another_host_takes_over_the_calls_that_are_ahead() -> None:
    one, two = occurrence(MONDAY), occurrence(MONDAY + WEEK)
    over, ahead = call_for(one, status=CallStatus.ENDED), call_for(two)

    assert planned([over, ahead], [one, two], [one, two], host_id="pekka", insist=True) == Plan(
        change=((ahead, two),), unchanged=1
    )


def test_call_that_has_begun_or_is_over_is_left_alone() -> None:
    one = occurrence(MONDAY)
    for status in (CallStatus.WAITING, CallStatus.RUNNING, CallStatus.ENDED, CallStatus.MISSED):
        call = call_for(one, status=status)

        assert planned([call], [one], [], insist=True) == Plan()
        later = occurrence(MONDAY + timedelta(hours=1), planned=MONDAY)
        assert planned([call], [one], [later]) == Plan(unchanged=1)
