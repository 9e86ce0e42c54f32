"""Series keep rolling as the days pass."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
from sqlalchemy import delete

from console.domain.calls import Call
from console.domain.organisations import Organisation
from console.service import schema
from console.service.backend import Backend
from console.service.calendars import rolling
from console.service.calendars.rolling import extend
from console.service.timekeeper import Timekeeper
from console.service.transaction import Committed
from tests.conftest import SetClock
from tests.service.calendar_files import calendar, event
from tests.service.making import account, changed, listed
from tests.service.test_calendar_importing import HOST, imported

DAY = timedelta(days=1)


async def rolled(api: httpx.AsyncClient, backend: Backend) -> int:
    organisation = (await api.get("/api/v1/organisation")).json()
    return await extend(backend, msgspec.convert(organisation, Organisation))


async def last_start(api: httpx.AsyncClient) -> datetime:
    return max(datetime.fromisoformat(call["dtstart"]) for call in await listed(api, "calls"))


async def series_kept(backend: Backend) -> int:
    return len(await backend.read(lambda connection: connection.execute(schema.series.select()).all()))


async def test_each_day_makes_the_calls_of_a_day_more(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=DAILY", start="20260301T090000")))
    assert await last_start(api) == datetime(2027, 4, 16, 6, tzinfo=UTC)

    assert await rolled(api, backend) == 0
    clock.forward(DAY)
    assert await rolled(api, backend) == 1
    assert await rolled(api, backend) == 0
    assert await last_start(api) == datetime(2027, 4, 17, 6, tzinfo=UTC)


async def test_service_that_was_off_for_long_makes_up_for_it(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=MONTHLY", start="20260301T090000")))

    clock.forward(500 * DAY)
    made = await rolled(api, backend)

    # 25 July 2027 by then: what lies more than 30 days back is not made any more.
    starts = sorted(call["dtstart"][:7] for call in await listed(api, "calls"))
    assert made == 14
    assert starts[-14:] == [*(f"2027-{month:02}" for month in range(7, 13)), *(f"2028-{m:02}" for m in range(1, 9))]


async def test_event_far_ahead_becomes_a_call_when_its_time_comes(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, start="20270501T090000")))
    assert await listed(api, "calls") == []

    clock.forward(20 * DAY)

    assert await rolled(api, backend) == 1


async def test_import_after_rolling_changes_nothing(api: httpx.AsyncClient, backend: Backend, clock: SetClock) -> None:
    await account(api)
    data = calendar(event("one", HOST, "RRULE:FREQ=DAILY", start="20260301T090000"))
    await imported(api, data)
    clock.forward(DAY)
    await rolled(api, backend)
    before = await listed(api, "calls")

    result = await imported(api, data)

    assert (result["created"], result["changed"], result["cancelled"]) == (0, 0, 0)
    assert await listed(api, "calls") == before


async def test_changed_calendar_makes_the_days_that_were_not_made_yet(api: httpx.AsyncClient, clock: SetClock) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=DAILY", start="20260301T090000")))

    clock.forward(2 * DAY)
    longer = event("one", HOST, "SEQUENCE:1", "RRULE:FREQ=DAILY", start="20260301T090000", minutes=45)
    result = await imported(api, calendar(longer))

    assert (result["created"], result["changed"]) == (2, 400)


async def test_series_of_an_account_that_is_off_waits(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock
) -> None:
    host = await account(api)
    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=DAILY", start="20260301T090000")))
    host = await changed(api, "accounts", host, active=False)
    clock.forward(3 * DAY)

    assert await rolled(api, backend) == 0
    await changed(api, "accounts", host, active=True)
    assert await rolled(api, backend) == 3


async def test_series_of_the_past_is_forgotten_with_its_last_call(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, start="20260301T090000")))
    await rolled(api, backend)
    assert await series_kept(backend) == 1

    await backend.database.write(lambda connection: connection.execute(delete(schema.call)), lambda _done: None)
    await rolled(api, backend)

    assert await series_kept(backend) == 0


async def test_many_series_are_expanded_a_part_at_a_time(
    api: httpx.AsyncClient, backend: Backend, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rolling, "SERIES_AT_A_TIME", 2)
    await account(api)
    many = [event(f"{n}", HOST, "RRULE:FREQ=DAILY", start="20260301T090000") for n in range(5)]
    await imported(api, calendar(*many))

    clock.forward(DAY)

    assert await rolled(api, backend) == 5


async def test_timekeeper_rolls_series_by_itself(api: httpx.AsyncClient, backend: Backend, clock: SetClock) -> None:
    await account(api)
    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=DAILY", start="20260301T090000")))
    stopwatch = 0.0
    keeper = Timekeeper(backend, lambda: stopwatch)
    clock.forward(DAY)
    stopwatch = DAY.total_seconds()

    def notice(event: Committed) -> None:
        if any(isinstance(thing, Call) and thing.dtstart.year == 2027 for thing in event.items):
            told.set()

    told = asyncio.Event()
    backend.hub.watch(notice)
    await keeper.tick()
    await asyncio.wait_for(told.wait(), 30)

    assert await last_start(api) == datetime(2027, 4, 17, 6, tzinfo=UTC)
