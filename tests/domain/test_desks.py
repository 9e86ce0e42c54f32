"""The rules about those who wait at a desk."""

from datetime import UTC, datetime, timedelta

import pytest

from console.domain.desks import Desk, Wait, still_waiting

NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def a_desk(*, is_open: bool) -> Desk:
    waits = (Wait(id="w1", number=1, since=NOON), Wait(id="w2", number=2, since=NOON + timedelta(minutes=10)))
    return Desk(id="d", organisation_id="o", name="Desk", is_open=is_open, waits=waits)


@pytest.mark.parametrize(("is_open", "patience"), [(True, timedelta(hours=4)), (False, timedelta(minutes=15))])
def test_guest_waits_for_hours_at_an_open_desk_and_for_a_quarter_of_an_hour_at_a_closed_one(
    is_open: bool, patience: timedelta
) -> None:
    desk = a_desk(is_open=is_open)

    assert still_waiting(desk, NOON + patience) == desk.waits
    assert still_waiting(desk, NOON + patience + timedelta(seconds=1)) == desk.waits[1:]
