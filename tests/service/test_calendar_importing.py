"""Calendar files become calls over the API."""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

import httpx
import psutil
import pytest

from console.service import schema
from console.service.backend import Backend
from console.service.calendars import worker
from console.wire.events import Topic
from tests.conftest import ServiceProcess
from tests.service.calendar_files import GOOGLE, OUTLOOK, THUNDERBIRD, as_file, calendar, event
from tests.service.making import account, as_role, changed, listed, made

# The clock of these tests stands at noon in Helsinki on Thursday 12 March 2026.
HOST = "ORGANIZER:mailto:maija.saari@example.org"
MONDAY = "20260316T090000"


async def imported(api: httpx.AsyncClient, data: bytes, **params: str) -> dict[str, Any]:
    answer = await api.post("/api/v1/calendars", content=data, params=params, headers={"Content-Type": "text/calendar"})
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def refused(api: httpx.AsyncClient, data: bytes, **params: str) -> tuple[int, str]:
    answer = await api.post("/api/v1/calendars", content=data, params=params, headers={"Content-Type": "text/calendar"})
    return answer.status_code, answer.json()["type"].removeprefix("urn:bedside:problem:")


def counts(result: dict[str, Any]) -> dict[str, int]:
    return {name: number for name, number in result.items() if number and name != "warnings"}


async def calls(api: httpx.AsyncClient) -> list[dict[str, Any]]:
    return sorted(await listed(api, "calls"), key=lambda call: str(call["dtstart"]))


async def starts(api: httpx.AsyncClient, status: str = "scheduled") -> list[str]:
    return [call["dtstart"] for call in await calls(api) if call["status"] == status]


async def everything(backend: Backend) -> list[Any]:
    tables = [schema.call, schema.series, schema.event, schema.audit]
    return [await backend.read(lambda connection: connection.execute(table.select()).all()) for table in tables]  # noqa: B023


def series(*lines: str, start: str = MONDAY, sequence: int = 0) -> str:
    return event("one", HOST, f"SEQUENCE:{sequence}", "RRULE:FREQ=WEEKLY;COUNT=3", *lines, start=start)


def change(when: str, *lines: str, start: str = "", sequence: int = 0) -> str:
    return event("one", f"RECURRENCE-ID;TZID=Europe/Helsinki:{when}", f"SEQUENCE:{sequence}", *lines, start=start)


async def test_outlook_calendar_becomes_the_organisers_calls(api: httpx.AsyncClient) -> None:
    host = await account(api, department="Hallinto")

    result = await imported(api, as_file(OUTLOOK))

    assert counts(result) == {"created": 3}
    found = await calls(api)
    # Of the six two lie more than 30 days back, one is cancelled; what is past was held or not, nobody can tell.
    assert [(call["dtstart"], call["status"]) for call in found] == [
        ("2026-02-17T12:00:00Z", "ended"),
        ("2026-03-02T07:00:00Z", "ended"),
        ("2026-03-09T07:00:00Z", "ended"),
    ]
    assert {call["hostId"] for call in found} == {host["id"]}
    assert {call["department"] for call in found} == {"Hallinto"}
    assert found[0]["recurrenceId"] == "2026-02-16T07:00:00Z"
    assert [seat["role"] for seat in found[0]["seats"]] == ["host", "guest"]


async def test_nothing_that_is_stored_names_anybody(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api, "pekka.kallio")
    await imported(api, as_file(GOOGLE))
    await imported(api, as_file(OUTLOOK), host="pekka.kallio")

    stored = str((await everything(backend))[:2])

    assert "VEVENT" in stored
    assert not [name for name in ("Matti", "Virtanen", "Liisa", "Korhonen", "Saari", "@example") if name in stored]


async def test_second_import_changes_nothing_at_all(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    await account(api, "pekka.kallio")
    for data in (as_file(OUTLOOK), as_file(GOOGLE), as_file(THUNDERBIRD)):
        await imported(api, data, host="pekka.kallio")
    before = await everything(backend)

    results = [await imported(api, as_file(text), host="pekka.kallio") for text in (OUTLOOK, GOOGLE, THUNDERBIRD)]

    assert await everything(backend) == before
    assert [result["unchanged"] for result in results] == [3, 0, 8]
    assert not [result for result in results if result["created"] or result["changed"] or result["cancelled"]]


async def test_what_is_no_call_is_counted(api: httpx.AsyncClient) -> None:
    result = await imported(api, as_file(GOOGLE))

    assert counts(result) == {"skippedPrivate": 1, "skippedAllDay": 1}
    assert counts(await imported(api, calendar(event()))) == {}
    assert counts(await imported(api, calendar(event(start=MONDAY)))) == {"skippedNoHost": 1}


async def test_organiser_hosts_before_who_is_invited_and_before_who_is_named(api: httpx.AsyncClient) -> None:
    maija, pekka, liisa = [await account(api, name) for name in ("maija.saari", "pekka.kallio", "liisa")]
    invited = "ATTENDEE:mailto:PEKKA.kallio@example.org"

    await imported(
        api,
        calendar(
            event("a", HOST, invited, start="20260316T090000"),
            event("b", "ORGANIZER:mailto:x@other.example", invited, start="20260316T100000"),
            event("c", "ORGANIZER:mailto:x@other.example", start="20260316T110000"),
        ),
        host="LIISA",
    )

    assert [call["hostId"] for call in await calls(api)] == [maija["id"], pekka["id"], liisa["id"]]


async def test_all_takes_what_is_nobodys_for_the_one_who_asks(api: httpx.AsyncClient) -> None:
    asker = await account(api, role="support")
    support = await as_role(api, "support", asker["id"])

    assert await refused(api, calendar(event(start=MONDAY)), all="true") == (409, "conflict")
    assert counts(await imported(support, calendar(event(start=MONDAY)), all="true")) == {"created": 1}
    assert (await calls(api))[0]["hostId"] == asker["id"]


async def test_account_that_is_off_hosts_nothing(api: httpx.AsyncClient) -> None:
    await changed(api, "accounts", await account(api), active=False)

    assert counts(await imported(api, calendar(event("a", HOST, start=MONDAY)))) == {"skippedNoHost": 1}
    assert await refused(api, calendar(event(start=MONDAY)), host="maija.saari") == (409, "conflict")


async def test_newer_sequence_moves_the_calls_and_an_older_one_nothing(api: httpx.AsyncClient) -> None:
    await account(api)
    await imported(api, calendar(series(sequence=1)))
    ids = [call["id"] for call in await calls(api)]

    newer = await imported(api, calendar(series(start="20260316T100000", sequence=2)))
    older = await imported(api, calendar(series(start="20260316T140000", sequence=1)))

    assert (counts(newer), counts(older)) == ({"changed": 3}, {"unchanged": 3})
    assert await starts(api) == ["2026-03-16T08:00:00Z", "2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"]
    assert [call["id"] for call in await calls(api)] == ids


async def test_moved_and_cancelled_occurrences_are_followed(api: httpx.AsyncClient) -> None:
    await account(api)
    await imported(api, calendar(series()))

    result = await imported(
        api,
        calendar(
            series(),
            change("20260316T090000", start="20260317T120000"),
            change("20260323T090000", "STATUS:CANCELLED"),
        ),
    )

    assert counts(result) == {"changed": 1, "cancelled": 1, "unchanged": 1}
    assert await starts(api) == ["2026-03-17T10:00:00Z", "2026-03-30T06:00:00Z"]
    assert await starts(api, "cancelled") == ["2026-03-23T07:00:00Z"]


async def test_change_of_one_occurrence_by_mail_leaves_the_others(api: httpx.AsyncClient) -> None:
    await account(api)
    await imported(api, calendar(series()))
    mail = calendar(change("20260323T090000"), method="CANCEL")

    assert counts(await imported(api, mail)) == {"cancelled": 1, "unchanged": 2}
    assert counts(await imported(api, mail)) == {"unchanged": 3}
    assert await starts(api) == ["2026-03-16T07:00:00Z", "2026-03-30T06:00:00Z"]


async def test_cancelled_series_cancels_its_calls_and_can_come_back(api: httpx.AsyncClient) -> None:
    await account(api)
    await imported(api, calendar(series()))

    cancelled = await imported(api, calendar(event("one", "SEQUENCE:1", start=""), method="CANCEL"))
    again = await imported(api, calendar(series(sequence=2)))

    assert (counts(cancelled), counts(again)) == ({"cancelled": 3}, {"changed": 3})
    assert len(await starts(api)) == 3


async def test_what_was_done_here_stays_until_a_newer_sequence(api: httpx.AsyncClient) -> None:
    await account(api)
    await imported(api, calendar(series()))
    first, second, _third = await calls(api)
    await changed(api, "calls", first, dtstart="2026-03-16T12:00:00Z", dtend="2026-03-16T12:30:00Z")
    await changed(api, "calls", second, status="cancelled")

    same = await imported(api, calendar(series(), change("20260330T090000", start="20260330T100000")))
    assert counts(same) == {"changed": 1, "unchanged": 2}
    assert await starts(api) == ["2026-03-16T12:00:00Z", "2026-03-30T07:00:00Z"]

    newer = await imported(api, calendar(series(sequence=1)))
    assert counts(newer) == {"changed": 2, "unchanged": 1}
    assert await starts(api) == ["2026-03-16T07:00:00Z", "2026-03-30T06:00:00Z"]


async def test_import_is_one_event_and_changes_are_audited(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    await imported(api, calendar(series()))
    await imported(api, calendar(series(start="20260316T100000", sequence=1)))

    rows = await backend.read(
        lambda connection: connection.execute(schema.event.select().where(schema.event.c.topic == "call")).all()
    )
    audit = [entry for entry in await listed(api, "audit") if entry["action"].startswith("call.")]

    assert len(rows) == 2
    assert sorted(entry["action"] for entry in audit) == [*["call.changed"] * 3, *["call.imported"] * 2]
    assert {"created": 3} in [entry["after"] for entry in audit]


async def test_events_of_a_large_import_come_in_chunks(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    many = [event(f"{n}", HOST, "RRULE:FREQ=DAILY", start="20260312T150000") for n in range(3)]

    result = await imported(api, calendar(*many))

    rows = await backend.read(
        lambda connection: connection.execute(schema.event.select().where(schema.event.c.topic == "call")).all()
    )
    assert counts(result) == {"created": 3 * 401}
    # A series is kept with all of its calls: of two series of 401 calls the second waits for the next part.
    assert [row.items.count('"hostId"') for row in rows] == [401, 401, 401]


async def test_endless_series_is_made_for_400_days(api: httpx.AsyncClient) -> None:
    await account(api)

    await imported(api, calendar(event("one", HOST, "RRULE:FREQ=WEEKLY", start="20200106T090000")))

    found = await calls(api)
    assert found[0]["dtstart"] == "2026-02-16T07:00:00Z"
    assert found[-1]["dtstart"] == "2027-04-12T06:00:00Z"
    assert {call["status"] for call in found if call["dtend"] < "2026-03-12T10"} == {"ended"}
    assert {call["status"] for call in found if call["dtend"] > "2026-03-12T10"} == {"scheduled"}


async def test_part_of_a_calendar_that_is_refused_does_not_stop_the_rest(api: httpx.AsyncClient) -> None:
    await account(api)

    result = await imported(api, calendar(event("bad", HOST, "RRULE:FREQ=HOURLY"), event("good", HOST, start=MONDAY)))

    assert counts(result) == {"created": 1, "refused": 1}
    assert result["warnings"] == ["1 event was refused: it repeats more often than once a day."]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "not-a-calendar"),
        (b"\xff\xfe", 422, "calendar-encoding"),
        (calendar(event())[:-10], 422, "calendar-broken"),
        (b"BEGIN:VCALENDAR" + b" " * 20_000_000, 413, "calendar-too-large"),
        (b"BEGIN:VCALENDAR" + b" " * 30_000_000, 413, "too-large"),
    ],
)
async def test_file_that_is_no_calendar_is_refused(api: httpx.AsyncClient, data: bytes, status: int, code: str) -> None:
    assert await refused(api, data) == (status, code)


async def test_import_that_takes_too_long_is_refused(api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TIME_OUT", 0.01)

    assert await refused(api, calendar(event())) == (422, "calendar-unreadable")


@pytest.mark.parametrize("role", ["viewer", "employee"])
async def test_who_does_not_help_may_not_import(api: httpx.AsyncClient, role: str) -> None:
    asker = await as_role(api, role, (await account(api))["id"])

    assert await refused(asker, calendar(event())) == (403, "forbidden")


async def test_service_that_stops_lets_go_of_an_import(serve: Callable[..., ServiceProcess]) -> None:
    service = serve()
    never = [event(f"{n}", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for n in range(20)]  # 2 seconds of work each
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers, timeout=60) as client:
        await account(client)
        importing = asyncio.create_task(
            client.post("/api/v1/calendars", content=calendar(*never), params={"host": "maija.saari"})
        )
        async with asyncio.timeout(30):
            while not (children := psutil.Process(service.process.pid).children()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        service.process.send_signal(signal.SIGTERM)
        answer = await importing

    assert (answer.status_code, answer.json()["title"]) == (503, "The service stops.")
    assert service.process.wait(10) == 0
    assert service.process.stderr is not None
    assert "Traceback" not in service.process.stderr.read()
    assert not [child for child in children if child.is_running()]


def many_series(number: int, start: str = MONDAY, sequence: int = 0) -> bytes:
    return calendar(
        *(event(f"{n}", HOST, f"SEQUENCE:{sequence}", "RRULE:FREQ=DAILY;COUNT=200", start=start) for n in range(number))
    )


def first_call_told(backend: Backend) -> asyncio.Event:
    told = asyncio.Event()
    backend.hub.watch(lambda event: told.set() if event.topic is Topic.CALL else None)
    return told


async def test_others_write_between_the_parts_of_a_large_import(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    await imported(api, many_series(20))
    told = first_call_told(backend)

    moving = asyncio.create_task(imported(api, many_series(20, start="20260316T100000", sequence=1)))
    async with asyncio.timeout(60):
        await told.wait()
    await made(api, "rooms", name="Region")

    assert counts(await moving) == {"changed": 20 * 200}
    events = await backend.read(lambda connection: connection.execute(schema.event.select()).all())
    room = next(row.id for row in events if row.topic is Topic.ROOM)
    assert room < max(row.id for row in events if row.topic is Topic.CALL)


async def test_import_that_was_cut_off_goes_on_the_next_time(api: httpx.AsyncClient, backend: Backend) -> None:
    await account(api)
    told = first_call_told(backend)
    cut_off = asyncio.create_task(imported(api, many_series(20)))
    async with asyncio.timeout(60):
        await told.wait()
    cut_off.cancel()
    await asyncio.wait([cut_off])

    second = await imported(api, many_series(20))

    assert 0 < second["created"] < 20 * 200
    assert second["created"] + second["unchanged"] == 20 * 200
    assert counts(await imported(api, many_series(20))) == {"unchanged": 20 * 200}
    found = await backend.read(lambda connection: connection.execute(schema.call.select()).all())
    assert len({(row.series_id, row.recurrence_id) for row in found}) == len(found) == 20 * 200
