"""The rules about calls and their seats, whatever participants do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.calls import (
    OVER,
    Call,
    CallStatus,
    SeatRole,
    SeatState,
    closed_by_hand,
    is_forsaken,
    is_missed,
    missed,
    refuse_impossible_times,
    seats_for,
    with_help,
    with_seat,
)
from console.domain.errors import ConsoleError

NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def a_call(guests: int = 2) -> Call:
    return Call(
        id="c",
        organisation_id="o",
        host_id="h",
        dtstart=NOON,
        dtend=NOON + timedelta(minutes=30),
        seats=seats_for("h", guests, NOON),
    )


acts = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(SeatState)), max_size=30)


@given(acts)
def test_status_follows_from_what_participants_do(acts: list[tuple[int, SeatState]]) -> None:
    call, now = a_call(), NOON
    for number, state in acts:
        if call.status in OVER:
            with pytest.raises(ConsoleError, match="over"):
                with_seat(call, call.seats[number].id, state, now)
            break
        now += timedelta(seconds=1)
        before, call = call, with_seat(call, call.seats[number].id, state, now)
        joined = sum(seat.state is SeatState.JOINED for seat in call.seats)
        present = joined or any(seat.state is SeatState.WAITING for seat in call.seats)

        assert [seat.id for seat in call.seats] == [seat.id for seat in before.seats]
        assert call.seats[number].state is state
        assert (call.status is CallStatus.RUNNING) >= (joined > 1)
        assert (call.status in {CallStatus.RUNNING, CallStatus.WAITING}) == bool(present)
        assert (call.started_at is None) == (before.started_at is None and call.status is not CallStatus.RUNNING)
        assert (call.ended_at is None) == (call.status is not CallStatus.ENDED)


@given(acts, st.sampled_from(CallStatus))
def test_call_that_is_closed_by_hand_has_nobody_in_it(acts: list[tuple[int, SeatState]], status: CallStatus) -> None:
    call = a_call()
    for number, state in acts:
        if call.status not in OVER:
            call = with_seat(call, call.seats[number].id, state, NOON)
    try:
        after = closed_by_hand(call, status, NOON)
    except ConsoleError:
        return
    assert after == call or (
        after.status in {CallStatus.ENDED, CallStatus.CANCELLED}
        and not any(seat.state in {SeatState.WAITING, SeatState.JOINED} for seat in after.seats)
        and after.ended_at == NOON
    )


def test_call_is_missed_when_half_an_hour_has_passed_since_its_end_and_not_everybody_came() -> None:
    call = with_seat(a_call(), a_call().seats[1].id, SeatState.WAITING, NOON)
    end = call.dtend + timedelta(minutes=30)

    assert not is_missed(call, end)
    assert is_missed(call, end + timedelta(seconds=1))
    assert missed(call, end).status is CallStatus.MISSED


def seated(call: Call, at: datetime, *states: SeatState) -> Call:
    """Return the call after its participants, the host first, have done something."""
    for seat, state in zip(call.seats, states, strict=False):
        call = with_seat(call, seat.id, state, at)
    return call


JOINED, LEFT, WAITING = SeatState.JOINED, SeatState.LEFT, SeatState.WAITING


@pytest.mark.parametrize(
    ("then", "alone_since"),
    [
        ((LEFT, JOINED), NOON + timedelta(minutes=25)),
        ((LEFT, WAITING), NOON + timedelta(minutes=25)),
        ((JOINED, LEFT), NOON + timedelta(minutes=50)),
    ],
    ids=["host left before the end", "guest waits for a host who left", "guest left after the end"],
)
def test_call_is_forsaken_when_one_alone_is_left_a_quarter_of_an_hour_after_its_end(
    then: tuple[SeatState, ...], alone_since: datetime
) -> None:
    call = seated(seated(a_call(1), NOON, JOINED, JOINED), alone_since, *then)
    latest = max(call.dtend, alone_since) + timedelta(minutes=15)

    assert not is_forsaken(call, latest)
    assert is_forsaken(call, latest + timedelta(seconds=1))
    assert not is_missed(call, latest + timedelta(days=1))


def test_call_of_two_goes_on_beyond_its_end_until_nothing_is_heard_of_them_for_hours() -> None:
    call = seated(a_call(1), NOON, JOINED, JOINED)

    assert not is_forsaken(call, call.dtend + timedelta(hours=4))
    assert is_forsaken(call, call.dtend + timedelta(hours=4, seconds=1))


def test_call_that_has_not_begun_is_never_forsaken() -> None:
    call = seated(a_call(1), NOON, JOINED)

    assert not is_forsaken(call, call.dtend + timedelta(days=1))


@pytest.mark.parametrize(("minutes", "possible"), [(-1, False), (0, False), (1, True), (1440, True), (1441, False)])
def test_call_ends_after_it_starts_and_lasts_a_day_at_most(minutes: int, possible: bool) -> None:
    try:
        refuse_impossible_times(NOON, NOON + timedelta(minutes=minutes))
    except ConsoleError as error:
        assert (possible, error.code) == (False, "unprocessable")
    else:
        assert possible


def test_interpreters_have_seats_and_who_signs_is_marked() -> None:
    seats = seats_for("host-1", 2, NOON, interpreters=1, sign_language=[SeatRole.GUEST])
    assert [(seat.role, seat.number) for seat in seats] == [("host", 1), ("guest", 1), ("guest", 2), ("interpreter", 1)]
    assert [seat.sign_language for seat in seats] == [False, True, True, False]
    with pytest.raises(ConsoleError):
        seats_for("host-1", 3, NOON, interpreters=1)


def test_help_is_asked_for_since_the_first_time_and_no_more_by_who_has_left() -> None:
    made = a_call(1)
    guest = made.seats[1].id
    asked = with_help(made, guest, wanted=True, now=NOON)
    again = with_help(asked, guest, wanted=True, now=NOON + timedelta(hours=1))
    assert [seat.help_since for seat in again.seats] == [None, NOON]
    assert with_help(again, guest, wanted=False, now=NOON) == made
    joined = with_seat(again, guest, SeatState.JOINED, NOON)
    assert joined.seats[1].help_since == NOON
    assert with_seat(joined, guest, SeatState.LEFT, NOON).seats[1].help_since is None
