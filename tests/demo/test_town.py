"""The town that comes of a seed."""

from collections import Counter

import pytest

from console.demo.machines import Condition, inventory
from console.demo.town import Town, is_ready, plan
from console.demo.tuulikoski import POSTS
from console.domain.accounts import IDLE_AFTER, OnboardingStage, Role
from console.domain.devices import DeviceKind

SEEDS = range(1, 6)


@pytest.fixture(params=SEEDS)
def town(request: pytest.FixtureRequest) -> Town:
    return plan(request.param)


def test_same_seed_gives_the_same_names_in_the_same_order() -> None:
    assert plan(7) == plan(7)
    assert [one.name for one in plan(7).own.employees] != [one.name for one in plan(8).own.employees]


def test_town_employs_340_of_whom_42_have_accounts(town: Town) -> None:
    assert len(town.own.employees) == 340
    assert len(town.own.accounts) == 42
    assert Counter((one.employee.department, one.employee.unit) for one in town.own.accounts) == {
        (post.department, post.unit): post.accounts for post in POSTS if post.accounts
    }


def test_nobody_in_the_home_shares_a_user_name_and_no_address_is_real(town: Town) -> None:
    everyone = [one for organisation in town.organisations for one in organisation.employees]

    assert len({one.user_name for one in everyone}) == len(everyone)
    assert all(one.email.endswith(".example") and one.email.isascii() for one in everyone)


def test_every_stage_of_onboarding_is_there_and_some_are_idle_never_used_or_off(town: Town) -> None:
    progress = [one.progress for one in town.own.accounts]

    assert {one.stage for one in progress} == set(OnboardingStage)
    assert sum(not one.active for one in progress) == 1
    assert sum(one.active and one.used is not None and one.used > IDLE_AFTER for one in progress) == 3
    assert any(one.signed_in is not None and one.used is None for one in progress)
    assert Counter(one.role for one in progress)[Role.ADMIN] == 1


def test_desk_has_two_staff_who_take_no_other_calls(town: Town) -> None:
    assert len(set(town.desk_staff)) == 2
    assert not set(town.desk_staff) & {host.user_name for host in town.hosts(town.own)}
    assert len(town.hosts(town.own)) > 15
    assert all(is_ready(host.progress) for host in town.hosts(town.own))


def test_thirty_workstations_have_good_and_bad_devices(town: Town) -> None:
    conditions = Counter(machine.condition for machine in town.machines)

    assert len(town.machines) == len({machine.name for machine in town.machines}) == 30
    assert conditions[Condition.HEADSET] + conditions[Condition.SPEAKERPHONE] == 21
    assert {*conditions, Condition.NO_HEADSET} == set(Condition)


def test_machine_without_a_microphone_lists_none_and_a_silent_sound_system_says_so() -> None:
    kinds = {device.kind for device in inventory(Condition.NO_MICROPHONE).devices}

    assert DeviceKind.MICROPHONE not in kinds
    assert inventory(Condition.AUDIO_DOWN).problem
    assert not inventory(Condition.HEADSET).problem


def test_monitor_is_the_default_speaker_where_the_sound_goes_to_it() -> None:
    speakers = [one for one in inventory(Condition.MONITOR_SPEAKER).devices if one.kind is DeviceKind.SPEAKER]

    assert [one.label for one in speakers if one.is_default] == ["HDMI-näyttö E24"]
