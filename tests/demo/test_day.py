"""The script of a day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from console.demo.acts import Act, Arrives, GivesUp, MachineBecomes, Progresses, Serves, StaffsDesk, TakesSeat
from console.demo.day import script
from console.demo.machines import Condition
from console.demo.town import plan
from console.domain.accounts import OnboardingStage
from console.domain.alerts import LONG_WAIT
from console.domain.calls import SeatRole, SeatState

THURSDAY = date(2026, 3, 12)
DAYS = [(seed, index) for seed in range(1, 6) for index in range(3)]


@pytest.fixture(params=DAYS, ids=lambda day: f"seed{day[0]}-day{day[1]}")
def acts(request: pytest.FixtureRequest) -> list[Act]:
    seed, index = request.param
    return script(plan(seed), THURSDAY, index)


def test_same_seed_gives_the_same_day() -> None:
    assert script(plan(7), THURSDAY, 1) == script(plan(7), THURSDAY, 1)
    assert script(plan(7), THURSDAY, 1) != script(plan(8), THURSDAY, 1)


def test_acts_come_in_the_order_of_time(acts: list[Act]) -> None:
    assert all(one.at <= other.at for one, other in pairwise(acts))


def test_guests_of_the_desk_are_served_in_turn_or_give_up(acts: list[Act]) -> None:
    arrived = [act.guest for act in acts if isinstance(act, Arrives)]
    served = [act.guest for act in acts if isinstance(act, Serves)]
    gave_up = [act.guest for act in acts if isinstance(act, GivesUp)]

    assert served == sorted(served)
    assert sorted(served + gave_up) == arrived == list(range(1, len(arrived) + 1))


def test_nobody_of_the_desk_talks_to_two_guests_at_once(acts: list[Act]) -> None:
    talking: dict[str, Serves | None] = {}
    for act in acts:
        if isinstance(act, Serves):
            assert talking.get(act.host) is None
            talking[act.host] = act
        if isinstance(act, TakesSeat) and act.role is SeatRole.HOST and act.state is SeatState.LEFT:
            talking[act.call.host] = None


def test_somebody_waits_too_long_at_the_desk(acts: list[Act]) -> None:
    arrived = {act.guest: act.at for act in acts if isinstance(act, Arrives)}

    assert any(act.at - arrived[act.guest] > LONG_WAIT for act in acts if isinstance(act, Serves | GivesUp))


def test_desk_is_staffed_by_two_for_a_moment_by_nobody_and_closed_in_the_end(acts: list[Act]) -> None:
    staffing = [act for act in acts if isinstance(act, StaffsDesk)]

    assert {len(act.staff) for act in staffing} == {0, 1, 2}
    assert any(act.open and not act.staff for act in staffing)
    assert not staffing[-1].open


def test_somebody_drops_out_of_a_call_and_comes_back(acts: list[Act]) -> None:
    states: dict[object, list[SeatState]] = {}
    for act in acts:
        if isinstance(act, TakesSeat) and act.role is SeatRole.GUEST:
            states.setdefault((act.call, act.number), []).append(act.state)

    there_and_back = [SeatState.WAITING, SeatState.JOINED, SeatState.LEFT]
    assert there_and_back + there_and_back in states.values()


def test_devices_fail_and_come_back(acts: list[Act]) -> None:
    becoming: dict[str, list[Condition]] = {}
    for act in acts:
        if isinstance(act, MachineBecomes):
            becoming.setdefault(act.machine, []).append(act.condition)
    failed = {condition for conditions in becoming.values() for condition in conditions[:-1]}

    assert {Condition.NO_MICROPHONE, Condition.AUDIO_DOWN, Condition.OFF, Condition.NO_HEADSET} <= failed
    assert {conditions[-1] for conditions in becoming.values()} <= {Condition.HEADSET, Condition.SPEAKERPHONE}


def test_support_sits_down_with_tomorrows_newcomer_for_an_hour() -> None:
    town = plan(1)
    steps = [act for act in script(town, THURSDAY, 0) if isinstance(act, Progresses)]
    beside = [step for step in steps if step.user_name == town.newcomers[1].user_name]

    assert [step.stage for step in beside] == ["signed-in", "equipment-proven", "practised"]
    assert beside[-1].at - beside[0].at <= timedelta(hours=1)


def test_who_had_only_practised_has_had_a_first_call_by_the_evening() -> None:
    town = plan(1)
    practised = {one.user_name for one in town.own.accounts if one.progress.stage is OnboardingStage.PRACTISED}
    steps = [act for act in script(town, THURSDAY, 0) if isinstance(act, Progresses)]
    first_calls = [step.user_name for step in steps if step.stage is OnboardingStage.FIRST_CALL]

    assert len(first_calls) == len(set(first_calls))
    assert set(first_calls) == practised | {town.newcomers[0].user_name}
