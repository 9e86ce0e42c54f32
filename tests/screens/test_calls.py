from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from console.domain.accounts import Account, NewAccount
from console.domain.audit import AuditEntry
from console.domain.calls import Call, CallStatus, NewCall
from console.wire import paths
from tests.screens.conftest import Console, LiveConsole


async def host(live: LiveConsole) -> Account:
    new = NewAccount(user_name="anna.aalto", display_name="Aalto Anna", email="anna@example.test", unit="Kirjasto")
    return await live.others.create_account(new)


async def booked(live: LiveConsole, *guests: str) -> Call:
    start = datetime.now(UTC) + timedelta(minutes=10)
    anna = await host(live)
    return await live.others.create_call(NewCall(host=anna.id, dtstart=start, guests=1, guest_names=guests))


async def the_call(live: LiveConsole) -> Call:
    calls = [each async for page in live.others.every(Call, paths.CALLS) for each in page]
    assert len(calls) == 1
    return calls[0]


async def test_support_schedules_a_call_for_a_host_by_name(live: LiveConsole) -> None:
    anna = await host(live)
    async with live.app.run_test(size=(100, 36), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "3", "n", *"aalto", "tab", "tab")
        await live.press(pilot, "home", *["delete"] * 5, *"23:30", "enter")
        await live.sees(pilot, "Aalto Anna is scheduled.")
        await live.sees(pilot, "scheduled")
    call = await the_call(live)
    assert call.host_id == anna.id
    assert call.dtend - call.dtstart == timedelta(minutes=30)


async def test_a_host_that_nobody_knows_is_refused_in_the_form(live: LiveConsole) -> None:
    async with live.app.run_test(size=(100, 36)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3", "n", *"nobody", "enter")
        await live.sees(pilot, "Nobody called nobody has an account.")


async def test_support_moves_a_call(live: LiveConsole) -> None:
    before = await booked(live)
    async with live.app.run_test(size=(100, 36), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3", "f", "f")
        await live.sees(pilot, "scheduled")
        await live.press(pilot, "e", "tab", "tab", "home", *["delete"] * 3, *"45", "enter")
        await live.sees(pilot, "was moved.")
    after = await the_call(live)
    assert after.dtend - after.dtstart == timedelta(minutes=45)
    assert after.dtstart == before.dtstart.replace(second=0, microsecond=0)


async def test_cancelling_a_call_asks_first(live: LiveConsole) -> None:
    await booked(live)
    async with live.app.run_test(size=(100, 36), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3", "f", "f")
        await live.sees(pilot, "scheduled")
        await live.press(pilot, "x")
        await live.sees(pilot, "Cancel this call?")
        assert (await the_call(live)).status is CallStatus.SCHEDULED
        await live.press(pilot, "enter")
        await live.sees(pilot, "is cancelled.")
    assert (await the_call(live)).status is CallStatus.CANCELLED


async def test_a_guest_s_name_is_told_for_a_reason_that_is_recorded(live: LiveConsole) -> None:
    await booked(live, "Virtanen Veikko")
    async with live.app.run_test(size=(100, 36)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3", "f", "f")
        await live.sees(pilot, "Guest 1")
        assert "Virtanen" not in live.text()
        await live.press(pilot, "w", "tab", *"rings and gives no number", "enter")
        await live.sees(pilot, "Virtanen Veikko")
        await live.press(pilot, "enter")
        assert "Virtanen" not in live.text()
        await live.press(pilot, "6")
        await live.sees(pilot, "rings and gives")
        assert "Virtanen" not in live.text()
    log = [each async for page in live.others.every(AuditEntry, paths.AUDIT) for each in page]
    assert any(entry.reason == "rings and gives no number" for entry in log)


async def test_who_waits_stands_first(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "3")
        await opened.sees(pilot, ">!  09:00        Lehto Ville")


async def test_parts_of_the_list_are_shown_in_turn(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "3")
        for title, count in (("today", 9), ("now", 3), ("coming", 7), ("all", 10), ("today", 9)):
            await opened.sees(pilot, f"Calls: {title}")
            await opened.sees(pilot, f"{count} of 10")
            await opened.press(pilot, "f")
