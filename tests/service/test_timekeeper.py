"""What happens because time passes."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from console.domain import retention
from console.service import schema
from console.service.backend import Backend
from console.service.hub import Listener
from console.service.timekeeper import Timekeeper
from console.wire.events import STOP
from tests.conftest import SetClock
from tests.service.making import account, as_role, changed, listed, made, with_secret
from tests.service.test_workstations import enrolled, inform_staff, removal, send

PASSING = timedelta(seconds=1)


class Time:
    """The service's clock and its stopwatch, which go on together unless the clock is set."""

    def __init__(self, backend: Backend, clock: SetClock) -> None:
        self.clock = clock
        self.watch = 0.0
        self.keeper = Timekeeper(backend, lambda: self.watch)

    async def passes(self, by: timedelta, step: timedelta = timedelta(seconds=20)) -> None:
        while by > timedelta():
            on = min(by, step)
            self.clock.forward(on)
            self.watch += on.total_seconds()
            by -= on
            await self.keeper.tick()

    async def is_set(self, by: timedelta) -> None:
        self.clock.forward(by)
        await self.passes(PASSING)


@pytest.fixture
def time(backend: Backend, clock: SetClock) -> Time:
    return Time(backend, clock)


async def count(backend: Backend, table: Any) -> int:
    number = await backend.read(lambda connection: connection.execute(select(func.count()).select_from(table)).scalar())
    assert isinstance(number, int)
    return number


def stored(backend: Backend) -> bytes:
    """Return the database's file with all that was written."""
    path = Path(backend.database.engine.url.database or "")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    return path.read_bytes()


async def online(api: httpx.AsyncClient) -> list[bool]:
    return [item["online"] for item in await listed(api, "workstations")]


async def test_silent_workstation_is_offline_after_ninety_seconds(
    api: httpx.AsyncClient, backend: Backend, time: Time
) -> None:
    await time.passes(timedelta(minutes=5))
    await inform_staff(api)
    identity = await enrolled(api)
    async with with_secret(api, identity["token"]) as agent:
        await send(agent, identity)
        await time.passes(timedelta(seconds=90))
        assert await online(api) == [True]
        await time.passes(timedelta(seconds=10))
        assert await online(api) == [False]
        await send(agent, identity)
        assert await online(api) == [True]


async def test_paused_workstation_is_not_missed_until_its_pause_ends(
    api: httpx.AsyncClient, backend: Backend, time: Time
) -> None:
    await inform_staff(api)
    identity = await enrolled(api)
    async with with_secret(api, identity["token"]) as agent:
        await send(agent, identity, pausedUntil="2026-03-12T10:30:00Z")
    await time.passes(timedelta(minutes=29))
    assert await online(api) == [True]
    await time.passes(timedelta(minutes=2))
    assert await online(api) == [False]


@pytest.mark.parametrize("by", [timedelta(hours=3), timedelta(hours=-3)], ids=["ahead", "back"])
async def test_clock_that_jumps_takes_no_workstation_offline_that_goes_on_reporting(
    api: httpx.AsyncClient, time: Time, by: timedelta
) -> None:
    await inform_staff(api)
    heard, silent = await enrolled(api), await enrolled(api)
    async with with_secret(api, heard["token"]) as agent, with_secret(api, silent["token"]) as other:
        await time.passes(timedelta(minutes=3))
        await send(agent, heard)
        await send(other, silent)

        await time.is_set(by)
        assert await online(api) == [True, True]
        await time.passes(timedelta(seconds=80))
        assert await online(api) == [True, True]
        await send(agent, heard)
        await time.passes(timedelta(seconds=20))
        assert await online(api) == [True, False]


async def test_call_to_which_nobody_came_is_missed_half_an_hour_after_its_end(
    api: httpx.AsyncClient, time: Time
) -> None:
    await account(api)
    await made(api, "calls", host="maija.saari", dtstart="2026-03-12T10:00:00Z")
    await time.passes(timedelta(hours=1))
    assert [item["status"] for item in await listed(api, "calls")] == ["scheduled"]
    await time.passes(timedelta(seconds=40))
    assert [item["status"] for item in await listed(api, "calls")] == ["missed"]
    newest = (await listed(api, "audit"))[0]
    assert (newest["actor"], newest["action"]) == ("Bedside", "call.missed")


async def test_call_that_one_participant_never_leaves_ends_a_quarter_of_an_hour_after_its_end(
    api: httpx.AsyncClient, time: Time
) -> None:
    await account(api)
    call = await made(api, "calls", host="maija.saari", dtstart="2026-03-12T10:00:00Z")
    host, guest = call["seats"]
    for seat, state in ((host, "joined"), (guest, "joined"), (guest, "left")):
        await api.patch(f"/api/v1/calls/{call['id']}/seats/{seat['id']}", json={"state": state})
    await time.passes(timedelta(minutes=45))
    assert [item["status"] for item in await listed(api, "calls")] == ["running"]
    await time.passes(timedelta(seconds=40))
    [ended] = await listed(api, "calls")
    assert (ended["status"], {seat["state"] for seat in ended["seats"]}) == ("ended", {"left"})
    assert ended["endedAt"] is not None
    newest = (await listed(api, "audit"))[0]
    assert (newest["actor"], newest["action"]) == ("Bedside", "call.ended")


async def test_wait_at_a_desk_that_has_closed_ends(api: httpx.AsyncClient, time: Time) -> None:
    desk = await made(api, "desks", name="Desk")
    open_desk = await changed(api, "desks", desk, isOpen=True)
    waiting = (await api.post(f"/api/v1/desks/{desk['id']}/waits")).json()
    await time.passes(timedelta(minutes=20))
    assert (await listed(api, "desks"))[0]["waits"] == waiting["waits"]
    await changed(api, "desks", {**open_desk, "version": waiting["version"]}, isOpen=False)
    await time.passes(timedelta(seconds=40))
    assert (await listed(api, "desks"))[0]["waits"] == []
    [left] = [entry for entry in await listed(api, "audit") if entry["action"] == "desk.wait-left"]
    assert (left["actor"], left["after"]["waitId"]) == ("Bedside", waiting["waits"][0]["id"])


async def test_events_are_kept_for_a_day(api: httpx.AsyncClient, backend: Backend, time: Time) -> None:
    await made(api, "rooms", name="Region")
    await time.passes(retention.EVENTS, timedelta(hours=1))
    assert await count(backend, schema.event) > 0
    await time.passes(timedelta(hours=1), timedelta(hours=1))
    assert await count(backend, schema.event) == 0


async def test_guests_name_is_gone_from_the_file_a_month_after_the_call(
    api: httpx.AsyncClient, backend: Backend, time: Time
) -> None:
    await account(api)
    await made(api, "calls", host="maija.saari", dtstart="2026-03-12T10:00:00Z", guestNames=["Kaisa Korhonen"])
    await time.passes(retention.GUEST_NAME_AFTER_CALL, timedelta(days=1))
    assert b"Kaisa Korhonen" in stored(backend)
    await time.passes(timedelta(hours=1), timedelta(hours=1))
    assert b"Kaisa Korhonen" not in stored(backend)


async def test_calls_that_are_over_and_the_audit_are_kept_for_400_days(
    api: httpx.AsyncClient, backend: Backend, time: Time
) -> None:
    await account(api)
    cancelled = await made(api, "calls", host="maija.saari", dtstart="2026-03-12T10:00:00Z")
    await changed(api, "calls", cancelled, status="cancelled")
    before = await count(backend, schema.audit)
    await time.passes(retention.CALLS_OVER, timedelta(days=100))
    assert len(await listed(api, "calls")) == 1
    assert await count(backend, schema.audit) >= before
    await time.passes(timedelta(days=1), timedelta(days=1))
    assert await listed(api, "calls") == []
    assert await count(backend, schema.audit) == 0


async def test_code_that_nobody_used_is_deleted(api: httpx.AsyncClient, backend: Backend, time: Time) -> None:
    await inform_staff(api)
    await made(api, "enrolments", name="PC-0231")
    await time.passes(retention.ENROLMENT_CODES, timedelta(hours=1))
    assert await count(backend, schema.enrolment) == 0


async def test_revoked_token_is_deleted_in_the_end(api: httpx.AsyncClient, backend: Backend, time: Time) -> None:
    token = await made(api, "tokens", name="Reception", role="viewer")
    await api.delete(f"/api/v1/tokens/{token['id']}")
    await time.passes(retention.TOKENS_OVER + timedelta(days=1), timedelta(days=401))
    assert await count(backend, schema.token) == 0


async def test_agents_change_is_taken_whatever_the_clock_does(api: httpx.AsyncClient, time: Time) -> None:
    await inform_staff(api)
    identity = await enrolled(api)
    async with with_secret(api, identity["token"]) as agent:
        await send(agent, identity, changes=[removal(1)])
        await time.is_set(timedelta(days=-1))
        await send(agent, identity, changes=[removal(2)])
    assert [len(item["changes"]) for item in await listed(api, "workstations")] == [2]


async def test_employee_of_an_account_that_is_off_may_no_more(api: httpx.AsyncClient) -> None:
    aino = await account(api, "aino")
    async with await as_role(api, "employee", aino["id"]) as employee:
        assert (await employee.get("/api/v1/calls")).status_code == 200
        await changed(api, "accounts", aino, active=False)
        assert (await employee.get("/api/v1/calls")).status_code == 401


async def test_stream_ends_when_its_token_expires(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock, time: Time
) -> None:
    ends = (clock.now + timedelta(minutes=10)).isoformat()
    brief = await made(api, "tokens", name="Stand-in", role="viewer", expiresAt=ends)
    lasting = await made(api, "tokens", name="Reception", role="viewer")
    listeners = [Listener(await backend.principal(token["secret"])) for token in (brief, lasting)]
    for listener in listeners:
        backend.hub.join(listener)

    await time.passes(timedelta(minutes=9))
    before = [await _told(listener) for listener in listeners]
    await time.passes(timedelta(minutes=2))
    after = [await _told(listener) for listener in listeners]

    assert [STOP in names for names in before] == [False, False]
    assert [STOP in names for names in after] == [True, False]


async def _told(listener: Listener) -> list[str]:
    """The names of the messages that wait for a listener."""
    names: list[str] = []
    with suppress(TimeoutError):
        while True:
            async with asyncio.timeout(0):
                names.append((await listener.next()).name)
    return names
