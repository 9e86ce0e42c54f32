"""Support in a call hears and sees nothing before everybody has said yes, whatever anybody does in whatever order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.assisting import PRESENT, consented, forgotten, refuse_crowd, settled, supporter, with_support
from console.domain.calls import (
    MOST_SEATS,
    OVER,
    Call,
    CallStatus,
    Consent,
    Seat,
    SeatRole,
    SeatState,
    closed_by_hand,
    is_forsaken,
    participants,
    seats_for,
    with_host,
    with_seat,
)
from console.domain.errors import ConsoleError

NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
JOINED, LEFT, WAITING = SeatState.JOINED, SeatState.LEFT, SeatState.WAITING


def a_call(guests: int = 2) -> Call:
    call = Call(
        id="c",
        organisation_id="o",
        host_id="h",
        dtstart=NOON,
        dtend=NOON + timedelta(minutes=30),
        seats=seats_for("h", guests, NOON),
    )
    return with_support(call, "s", "Sari Salo", NOON)[0]


def moved(call: Call, number: int, state: SeatState) -> Call:
    return settled(with_seat(call, call.seats[number].id, state, NOON), NOON)


def said(call: Call, number: int, *, yes: bool) -> Call:
    return consented(call, call.seats[number].id, yes=yes, now=NOON)


def state_of_support(call: Call) -> SeatState:
    return next(seat.state for seat in call.seats if seat.role is SeatRole.SUPPORT)


def consents(call: Call) -> list[str]:
    return [str(seat.consent) for seat in participants(call.seats)]


def both_and_support(guests: int = 1) -> Call:
    """Host and guest are there, and support asks in."""
    return moved(moved(moved(a_call(guests), 0, JOINED), 1, JOINED), guests + 1, WAITING)


def test_support_is_in_while_everybody_who_is_there_has_said_yes() -> None:
    call = both_and_support(2)
    assert (consents(call), state_of_support(call)) == (["asked", "asked", "not-asked"], WAITING)
    call = said(call, 0, yes=True)
    assert (consents(call), state_of_support(call)) == (["yes", "asked", "not-asked"], WAITING)
    call = said(call, 1, yes=True)
    assert (consents(call), state_of_support(call)) == (["yes", "yes", "not-asked"], JOINED)
    call = moved(call, 2, JOINED)  # a third who has said nothing
    assert (consents(call), state_of_support(call)) == (["yes", "yes", "asked"], WAITING)
    call = said(call, 2, yes=True)
    assert state_of_support(call) is JOINED
    call = said(call, 0, yes=False)
    assert (consents(call), state_of_support(call)) == (["no", "yes", "yes"], WAITING)


def test_who_leaves_is_not_waited_for_and_is_asked_anew_when_back() -> None:
    call = said(both_and_support(), 0, yes=True)
    call = moved(call, 1, LEFT)
    assert (consents(call), state_of_support(call)) == (["yes", "not-asked"], JOINED)
    call = moved(call, 1, JOINED)
    assert (consents(call), state_of_support(call)) == (["yes", "asked"], WAITING)


def test_consent_goes_with_the_visit_of_support_and_with_the_call() -> None:
    call = said(said(both_and_support(), 0, yes=True), 1, yes=True)
    assert consents(moved(call, 2, LEFT)) == ["not-asked", "not-asked"]
    assert consents(moved(moved(call, 2, LEFT), 2, WAITING)) == ["asked", "asked"]
    ended = settled(closed_by_hand(call, CallStatus.ENDED, NOON), NOON)
    assert (consents(ended), state_of_support(ended)) == (["not-asked", "not-asked"], LEFT)
    all_gone = moved(moved(call, 0, LEFT), 1, LEFT)
    assert (all_gone.status, state_of_support(all_gone)) == (CallStatus.ENDED, LEFT)


def test_another_browser_or_another_host_has_said_nothing() -> None:
    call = said(said(both_and_support(), 0, yes=True), 1, yes=True)
    assert state_of_support(forgotten(call, call.seats[1].id, NOON)) is WAITING
    assert consents(forgotten(call, call.seats[1].id, NOON)) == ["yes", "asked"]
    handed_over = settled(replace(call, seats=with_host(call.seats, "other")), NOON)
    assert (consents(handed_over), state_of_support(handed_over)) == (["asked", "yes"], WAITING)


def test_nobody_says_yes_for_support_or_unasked() -> None:
    call = both_and_support()
    with pytest.raises(ConsoleError, match="itself"):
        said(call, 2, yes=True)
    with pytest.raises(ConsoleError, match="Nobody from support"):
        said(moved(call, 2, LEFT), 0, yes=True)
    with pytest.raises(ConsoleError, match="Nobody from support"):
        said(moved(call, 1, WAITING), 1, yes=True)


def test_support_makes_no_call_of_one_and_keeps_none_going() -> None:
    call = moved(moved(a_call(1), 0, JOINED), 2, WAITING)
    assert (said(call, 0, yes=True).status, state_of_support(said(call, 0, yes=True))) == (CallStatus.WAITING, JOINED)
    call = moved(said(said(both_and_support(), 0, yes=True), 1, yes=True), 1, LEFT)
    assert state_of_support(call) is JOINED
    assert is_forsaken(call, call.dtend + timedelta(minutes=16))


def test_a_fifth_is_refused_and_support_makes_way() -> None:
    full = a_call(3)
    for number in range(4):
        full = moved(full, number, JOINED)
    with pytest.raises(ConsoleError, match="four participants") as refused:
        with_support(full, "s", "Sari Salo", NOON)
    assert refused.value.hint == "Ask one of them to leave, or help by message and phone."
    with pytest.raises(ConsoleError, match="four participants"):
        refuse_crowd(full, Seat(id="fifth", role=SeatRole.INTERPRETER))
    three = moved(full, 3, LEFT)
    _call, seat = with_support(three, "s", "Sari Salo", NOON)
    supported = moved(three, 4, WAITING)
    refuse_crowd(supported, supported.seats[3])  # those whose call it is are never the fifth for support's sake
    assert supporter(supported) is not None
    assert seat.id == three.seats[4].id
    assert state_of_support(moved(supported, 3, WAITING)) is LEFT


def test_one_supports_at_a_time_and_has_one_seat() -> None:
    call = both_and_support()
    with pytest.raises(ConsoleError, match="Sari Salo, support, is in this call already"):
        with_support(call, "other", "Olli Oja", NOON)
    call, other = with_support(moved(call, 2, LEFT), "other", "Olli Oja", NOON)
    assert (other.number, other.person) == (2, "Olli Oja")
    assert with_support(call, "other", "Olli Oja", NOON) == (call, other)


ACTS = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 4), st.sampled_from(SeatState)),
    st.tuples(st.sampled_from(["yes", "no", "forget"]), st.integers(0, 4), st.none()),
)


@given(st.integers(0, 3), st.lists(ACTS, max_size=40))
def test_nobody_is_heard_who_has_not_said_yes_to_this_visit(
    guests: int, acts: list[tuple[str, int, SeatState | None]]
) -> None:
    call = a_call(guests)
    agreeing: set[str] = set()  # what each last said, of those who are in, since support came
    for act, number, state in acts:
        seat = call.seats[number % len(call.seats)]
        try:
            if state is not None:
                if state in PRESENT:
                    refuse_crowd(call, seat)
                call = settled(with_seat(call, seat.id, state, NOON), NOON)
            elif act == "forget":
                call = forgotten(call, seat.id, NOON)
                agreeing.discard(seat.id)
            else:
                call = consented(call, seat.id, yes=act == "yes", now=NOON)
                agreeing = agreeing | {seat.id} if act == "yes" else agreeing - {seat.id}
        except ConsoleError:
            continue
        support = supporter(call)
        there = {one.id for one in participants(call.seats) if one.state is JOINED}
        agreeing = agreeing & there if support is not None else set()
        assert settled(call, NOON) == call
        assert {one.id for one in call.seats if one.consent is Consent.YES} == agreeing
        assert sum(one.state in PRESENT for one in call.seats) <= MOST_SEATS
        if support is None:
            assert {one.consent for one in call.seats} == {Consent.NOT_ASKED}
        else:
            assert call.status not in OVER
            assert (support.state is JOINED) == (bool(there) and there == agreeing)
            assert all(one.consent is not Consent.NOT_ASKED for one in call.seats if one.id in there)
