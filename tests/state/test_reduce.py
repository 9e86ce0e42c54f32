"""From one picture of the town to the next."""

import msgspec

from console.domain.accounts import Account
from console.domain.alerts import Alert, AlertKind, AlertState, Severity
from console.domain.noun import Thing
from console.state.snapshot import Snapshot, reduce
from console.wire.events import Event, Topic
from tests.conftest import NOON


def account(number: int, version: int = 1, unit: str | None = None) -> Account:
    return Account(
        id=f"a{number}",
        version=version,
        organisation_id="o",
        user_name=f"u{number}",
        display_name=f"Person {number}",
        email=f"u{number}@example.org",
        unit=unit,
        created_at=NOON,
    )


def alert(state: AlertState) -> Alert:
    return Alert(
        id="l1",
        organisation_id="o",
        key="k",
        kind=AlertKind.LONG_WAIT,
        severity=Severity.URGENT,
        since=NOON,
        state=state,
    )


def told(topic: Topic, *items: Thing, removed: tuple[str, ...] = ()) -> Event:
    raw = tuple(msgspec.Raw(msgspec.json.encode(item)) for item in items)
    return Event(id=1, at=NOON, topic=topic, items=raw, removed=removed)


def test_bulk_event_puts_all_its_things_on_the_shelf() -> None:
    after = reduce(Snapshot(), [told(Topic.ACCOUNT, account(1), account(2))])

    assert set(after.accounts) == {"a1", "a2"}


def test_event_that_is_older_than_what_was_read_changes_nothing() -> None:
    before = Snapshot(accounts={"a1": account(1, version=3, unit="Kirjasto")})

    after = reduce(before, [told(Topic.ACCOUNT, account(1, version=2))])

    assert after.accounts["a1"].unit == "Kirjasto"


def test_picture_that_was_given_out_does_not_change() -> None:
    before = reduce(Snapshot(), [told(Topic.ACCOUNT, account(1))])

    reduce(before, [told(Topic.ACCOUNT, account(1, version=2, unit="Museo"), account(2))])

    assert list(before.accounts) == ["a1"]
    assert before.accounts["a1"].unit is None


def test_shelf_that_nothing_was_told_of_is_the_same_object() -> None:
    before = Snapshot(accounts={"a1": account(1)})

    after = reduce(before, [told(Topic.ALERT, alert(AlertState.OPEN))])

    assert after.accounts is before.accounts


def test_removed_and_closed_things_leave_their_shelf() -> None:
    before = Snapshot(accounts={"a1": account(1)}, alerts={"l1": alert(AlertState.OPEN)})

    after = reduce(before, [told(Topic.ACCOUNT, removed=("a1",)), told(Topic.ALERT, alert(AlertState.CLOSED))])

    assert not after.accounts
    assert not after.alerts
