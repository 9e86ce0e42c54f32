"""Whose a thing is, and the town with nobody else in it."""

from typing import Any

import msgspec
import pytest

from console.domain.calls import Seat, SeatRole
from console.presentation.presenting import alone, person_of
from tests.town import ACCOUNTS, ALERTS, AUDIT, CALLS, DESKS, WORKSTATIONS, by_id, scene, snapshot


@pytest.mark.parametrize(
    ("thing", "person"),
    [
        (ACCOUNTS[3], "account-3"),
        (CALLS[0], "account-0"),
        (WORKSTATIONS[1], "account-1"),
        (WORKSTATIONS[3], None),
        (ALERTS[0], "account-3"),
        (msgspec.structs.replace(ALERTS[0], account_id=None), "account-3"),
        (ALERTS[3], None),
        (AUDIT[0], None),
        (None, None),
    ],
)
def test_a_thing_belongs_to_the_person_it_is_about(thing: Any, person: str | None) -> None:
    assert person_of(thing, scene()) == person


def test_the_town_alone_has_one_persons_things_in_it() -> None:
    town = alone(snapshot(), "account-3")

    assert set(town.accounts) == {"account-3"}
    assert set(town.calls) == {"call-2"}
    assert set(town.workstations) == set()
    assert set(town.alerts) == {"alert-0"}
    assert set(town.desks) == set()
    assert [entry.subject_id for entry in town.audit] == ["account-3"]
    assert (town.me, town.organisation, town.places) == (snapshot().me, snapshot().organisation, snapshot().places)


def test_a_desk_is_shown_with_who_serves_it() -> None:
    assert set(alone(snapshot(), "account-5").desks) == {DESKS[0].id}


def test_a_call_of_somebody_else_is_shown_to_who_sits_in_it() -> None:
    seat = Seat(id="seat-9", role=SeatRole.INTERPRETER, account_id="account-4")
    call = msgspec.structs.replace(CALLS[0], seats=(*CALLS[0].seats, seat))

    assert set(alone(snapshot(calls=by_id([call])), "account-4").calls) == {"call-0"}
