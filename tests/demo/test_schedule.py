"""The calls that are booked."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from console.demo.schedule import Course, PlannedCall, local, schedule, working_day
from console.demo.town import Town, plan

THURSDAY = date(2026, 3, 12)


@pytest.fixture(params=range(1, 6))
def town(request: pytest.FixtureRequest) -> Town:
    return plan(request.param)


def clashes(calls: list[PlannedCall], of: str) -> int:
    """How often somebody, or a place, is in two calls at once."""
    booked = defaultdict(list)
    for call in calls:
        if whom := getattr(call, of):
            booked[whom].append(call)
    return sum(
        first.dtend > second.dtstart
        for theirs in booked.values()
        for first, second in pairwise(sorted(theirs, key=lambda call: call.dtstart))
    )


def test_same_seed_gives_the_same_calls() -> None:
    assert schedule(plan(7), THURSDAY, 2) == schedule(plan(7), THURSDAY, 2)
    assert schedule(plan(7), THURSDAY, 2) != schedule(plan(8), THURSDAY, 2)


def test_demonstration_begins_on_any_day_and_goes_on_from_monday_to_friday() -> None:
    saturday = THURSDAY + timedelta(days=2)

    assert [working_day(THURSDAY, index).day for index in range(4)] == [12, 13, 16, 17]
    assert [working_day(saturday, index).day for index in range(3)] == [14, 16, 17]


def test_a_place_is_double_booked_this_afternoon_and_a_host_tomorrow_morning(town: Town) -> None:
    today, tomorrow = schedule(town, THURSDAY, 0), schedule(town, THURSDAY, 1)

    assert (clashes(today, "host"), clashes(today, "place")) == (0, 1)
    assert (clashes(tomorrow, "host"), clashes(tomorrow, "place")) == (1, 0)


def test_host_who_never_signed_in_has_a_call_today_and_another_tomorrow(town: Town) -> None:
    never = [account.user_name for account in town.newcomers]

    assert [call.host for call in schedule(town, THURSDAY, 0) if call.host in never] == never[:1]
    assert [call.host for call in schedule(town, THURSDAY, 1) if call.host in never] == never[1:2]


def test_at_half_past_nine_some_calls_run_one_waits_and_others_are_over(town: Town) -> None:
    now = local(THURSDAY, "09:30")
    today = [call for call in schedule(town, THURSDAY, 0) if call.host in {one.user_name for one in town.own.accounts}]
    before = [call for call in today if call.dtstart < now]

    assert min(call.dtstart for call in today) == local(THURSDAY, "08:00")
    assert max(call.dtend for call in today) <= local(THURSDAY, "16:00")
    assert sum(call.dtend > now for call in before) >= 4
    assert sum(call.dtend <= now for call in before) >= 4
    assert {Course.HOST_LATE, Course.NOBODY} <= {call.course for call in before}


def test_each_organisation_has_calls_of_its_own(town: Town) -> None:
    hosts = {call.host for call in schedule(town, THURSDAY, 0)}

    for organisation in town.organisations:
        assert hosts & {account.user_name for account in organisation.accounts}
