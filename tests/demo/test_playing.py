"""The town founded and a day played through the API, on a clock that goes as fast as the acts do."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import httpx
import pytest
from msgspec.structs import replace

from console.client.service import ServiceClient
from console.demo.acts import GivesUp
from console.demo.day import script
from console.demo.fleet import Fleet, manned
from console.demo.founding import found
from console.demo.keeping import Demonstration
from console.demo.machines import Condition
from console.demo.playing import Play, opened
from console.demo.schedule import local, schedule
from console.demo.town import Town, plan
from console.domain.accounts import Account, Usage, usage
from console.domain.alerts import AlertKind, AlertState
from console.domain.calls import OVER, Call, CallPatch, CallStatus
from console.domain.devices import OFFLINE_AFTER, Workstation
from console.service.alerting import Alerting
from console.service.app import create_app
from console.service.backend import Backend
from console.service.reading import every
from console.service.resources import ACCOUNTS, ALERTS, CALLS, DESKS, ORGANISATIONS, WORKSTATIONS
from console.wire import paths
from tests.conftest import SetClock, client_of

THURSDAY = date(2026, 3, 12)
HALF_PAST_NINE = local(THURSDAY, "09:30")


class Over(Exception):
    """The time that a test looks at is over."""


class SetPace:
    """Time passes by being waited for, until it ends. looks: what is done on the way, and when."""

    rate = 1.0

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.ends = local(THURSDAY, "23:00") + timedelta(days=30)
        self.looks: list[tuple[datetime, Callable[[], Awaitable[None]]]] = []

    def now(self) -> datetime:
        return self.clock.now

    async def until(self, moment: datetime) -> None:
        if moment > self.ends:
            raise Over
        while self.looks and self.looks[0][0] <= moment:
            self.clock.now, look = self.looks.pop(0)
            await look()
        self.clock.now = max(self.clock.now, moment)


class Stage:
    """A service in process with its town."""

    def __init__(self, backend: Backend, clock: SetClock) -> None:
        clock.now = HALF_PAST_NINE
        self.backend = backend
        self.pace = SetPace(clock)
        self.town: Town = plan(1)
        self._app = create_app(backend)
        self._clients: list[ServiceClient] = []

    def door(self, token: str) -> ServiceClient:
        client = ServiceClient("http://service", token, httpx.ASGITransport(self._app))
        self._clients.append(client)
        return client

    async def found(self) -> Demonstration:
        return await found(self.door(self.backend.owner_secret), self.door, self.town)

    async def open(self, demonstration: Demonstration, played_until: datetime | None = None) -> Play:
        demonstration = replace(demonstration, played_until=played_until)
        return await opened(self.door, self.town, demonstration, self.pace)

    async def all(self, resource):  # type: ignore[no-untyped-def]
        return await self.backend.read(lambda connection: every(connection, resource))


@pytest.fixture
def demonstration() -> bool:
    return True


@pytest.fixture
async def stage(backend: Backend, clock: SetClock) -> Stage:
    return Stage(backend, clock)


async def test_town_is_founded_with_three_organisations_that_see_their_own_alone(stage: Stage) -> None:
    demonstration = await stage.found()

    organisations = await stage.all(ORGANISATIONS)
    assert [one.name for one in organisations] == [one.name for one in stage.town.organisations]
    seen = [
        {one.user_name for page in [await stage.door(token).page(Account, paths.ACCOUNTS)] for one in page.items}
        for token in demonstration.tokens.values()
    ]
    assert [len(names) for names in seen] == [42, 4, 5]
    assert not set.intersection(*seen)


async def test_accounts_are_as_far_along_as_planned(stage: Stage) -> None:
    await stage.found()

    own = (await stage.all(ORGANISATIONS))[0].id
    accounts = [one for one in await stage.all(ACCOUNTS) if one.organisation_id == own]
    counts = Counter(usage(account, stage.pace.now()) for account in accounts)
    assert counts == {Usage.INVITED: 6, Usage.NEVER_USED: 11, Usage.IN_USE: 21, Usage.IDLE: 3, Usage.OFF: 1}


async def test_a_whole_day_goes_by_and_nothing_is_refused(stage: Stage) -> None:
    play = await stage.open(await stage.found())

    await play.day(0)

    assert play.skipped == []
    calls: list[Call] = await stage.all(CALLS)
    today = [call for call in calls if call.dtstart.date() == THURSDAY]
    statuses = Counter(call.status for call in today)
    assert statuses[CallStatus.ENDED] > 80
    assert statuses[CallStatus.CANCELLED] == 1
    # What is still scheduled now is missed as soon as the service's timekeeper looks: nobody came, or no guest did.
    assert {call.status for call in today} - OVER == {CallStatus.SCHEDULED}
    assert statuses[CallStatus.SCHEDULED] == 2
    [desk] = await stage.all(DESKS)
    assert (desk.is_open, desk.staffed_by, desk.waits) == (False, (), ())


async def test_what_was_before_the_town_was_founded_has_its_true_times(stage: Stage) -> None:
    play = await stage.open(await stage.found())
    stage.pace.ends = HALF_PAST_NINE

    with pytest.raises(Over):
        await play.day(0)

    calls: list[Call] = await stage.all(CALLS)
    over = [call for call in calls if call.status is CallStatus.ENDED]
    running = [call for call in calls if call.status is CallStatus.RUNNING]
    assert over
    assert running
    for call in over:
        assert call.started_at is not None and call.ended_at is not None
        assert abs(call.started_at - call.dtstart) < timedelta(minutes=12)
        assert call.started_at < call.ended_at <= call.dtend
    assert all(call.started_at and call.started_at < HALF_PAST_NINE for call in running)


async def test_next_working_day_follows_with_its_calls_booked(stage: Stage) -> None:
    play = await stage.open(await stage.found())

    await play.day(0)
    await play.day(1)

    assert play.skipped == []
    assert stage.pace.now().date() == THURSDAY + timedelta(days=1)
    booked = {call.dtstart for call in await stage.all(CALLS)}
    assert {call.dtstart for call in schedule(stage.town, THURSDAY, 3)} <= booked


async def test_in_the_course_of_the_day_the_service_finds_every_kind_of_trouble(stage: Stage) -> None:
    demonstration = await stage.found()
    await Fleet(manned(stage.door, demonstration.agents, stage.town.machines, HALF_PAST_NINE), stage.pace).report()
    play = await stage.open(demonstration)
    kinds: list[set[AlertKind]] = []

    async def look() -> None:
        await Alerting(stage.backend).look_everywhere()
        kinds.append({alert.kind for alert in await stage.all(ALERTS) if alert.state is not AlertState.CLOSED})

    tired = next(act for act in script(stage.town, THURSDAY, 0) if isinstance(act, GivesUp))
    moments = (local(THURSDAY, "09:33"), tired.at - timedelta(seconds=30), local(THURSDAY, "12:03"))
    stage.pace.looks = [(moment, look) for moment in moments]
    await play.day(0)

    standing = {AlertKind.HOST_DOUBLE_BOOKED, AlertKind.PLACE_DOUBLE_BOOKED, AlertKind.HOST_NEVER_SIGNED_IN}
    assert kinds[0] >= {*standing, AlertKind.HOST_ABSENT, AlertKind.NO_MICROPHONE, AlertKind.AUDIO_SYSTEM_DOWN}
    assert AlertKind.LONG_WAIT in kinds[1]
    assert AlertKind.DESK_UNSTAFFED in kinds[2]


async def test_what_the_user_has_cancelled_is_passed_over(stage: Stage) -> None:
    demonstration = await stage.found()
    play = await stage.open(demonstration)
    stage.pace.ends = local(THURSDAY, "12:00")
    with pytest.raises(Over):
        await play.day(0)
    calls: list[Call] = await stage.all(CALLS)
    call = next(call for call in calls if call.dtstart == local(THURSDAY, "12:30"))
    client = stage.door(stage.backend.owner_secret)
    await client.change_call(call, CallPatch(status=CallStatus.CANCELLED))

    stage.pace.ends = local(THURSDAY, "23:00")
    resumed = await stage.open(demonstration, played_until=stage.pace.now())
    await resumed.day(0)

    assert {why for _what, why in resumed.skipped} == {"conflict"}


async def test_agents_report_often_enough_to_stay_online(stage: Stage) -> None:
    demonstration = await stage.found()
    agents = manned(stage.door, demonstration.agents, stage.town.machines, stage.pace.now())
    stage.pace.ends = HALF_PAST_NINE + timedelta(minutes=5)
    silent = {one.name for one in stage.town.machines if one.at_first in {Condition.NEVER_SEEN, Condition.PAUSED}}

    with pytest.raises(Over):
        await Fleet(agents, stage.pace).beat()

    now = stage.pace.now()
    machines: list[Workstation] = await stage.all(WORKSTATIONS)
    assert {
        one.name for one in machines if one.last_seen_at is None or now - one.last_seen_at > OFFLINE_AFTER
    } == silent


async def test_device_that_goes_and_comes_back_is_told_as_changes(stage: Stage) -> None:
    demonstration = await stage.found()
    agents = manned(stage.door, demonstration.agents, stage.town.machines, stage.pace.now())
    fleet = Fleet(agents, stage.pace)
    name = stage.town.machines[0].name
    await fleet.becomes(name, Condition.HEADSET)

    await fleet.becomes(name, Condition.NO_HEADSET)
    await fleet.becomes(name, Condition.HEADSET)

    [machine] = [one for one in await stage.all(WORKSTATIONS) if one.name == name]
    latest = [(change.change, change.device.label) for change in reversed(machine.changes)]
    assert ("removed", "Kuulokemikrofoni H20") in latest
    assert latest[-1] == ("made-default", "Kuulokemikrofoni H20")


async def test_removed_workstations_agent_falls_silent(stage: Stage) -> None:
    demonstration = await stage.found()
    agents = manned(stage.door, demonstration.agents, stage.town.machines, stage.pace.now())
    name = stage.town.machines[0].name
    [machine] = [one for one in await stage.all(WORKSTATIONS) if one.name == name]
    async with client_of(stage.backend, stage.backend.owner_secret) as api:
        await api.delete(f"{paths.WORKSTATIONS}/{machine.id}")

    await agents[name].report(stage.pace.now())

    assert agents[name].condition is Condition.NEVER_SEEN
