import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from console.domain.accounts import NewAccount
from console.domain.alerts import Alert, AlertPatch, AlertState
from console.domain.calls import NewCall
from console.wire import paths
from tests.screens.conftest import PATIENCE, POLL, Console, LiveConsole, until


async def trouble(live: LiveConsole) -> Alert:
    """A host who never signed in has a call within three days."""
    new = NewAccount(user_name="anna.aalto", display_name="Aalto Anna", email="anna@example.test")
    anna = await live.others.create_account(new)
    await live.others.create_call(NewCall(host=anna.id, dtstart=datetime.now(UTC) + timedelta(hours=5)))
    deadline = time.monotonic() + PATIENCE
    while not [each async for page in live.others.every(Alert, paths.ALERTS) for each in page]:
        assert time.monotonic() < deadline, "the service raised no alert"
        await asyncio.sleep(POLL)
    return await the_alert(live)


async def the_alert(live: LiveConsole) -> Alert:
    alerts = [each async for page in live.others.every(Alert, paths.ALERTS) for each in page]
    assert len(alerts) == 1
    return alerts[0]


async def test_support_takes_an_alert_and_everybody_sees_it(live: LiveConsole) -> None:
    await trouble(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "5")
        await live.sees(pilot, "host never signed in")
        await live.press(pilot, "t")
        await live.sees(pilot, "Support and admins see that you have taken it.")
        assert (await the_alert(live)).state is AlertState.OPEN
        await live.press(pilot, "enter")
        await live.sees(pilot, "You have taken it.")
        taken = await the_alert(live)
        assert taken.state is AlertState.TAKEN
        assert taken.taken_by
        await live.sees(pilot, taken.taken_by)


async def test_taking_is_taken_back(live: LiveConsole) -> None:
    await trouble(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "5")
        await live.sees(pilot, "host never signed in")
        await live.press(pilot, "t")
        await live.sees(pilot, "Take this?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "You have taken it.")
        await live.press(pilot, "u")
        await live.sees(pilot, "Take this back?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Taken back: You have taken it.")
    assert (await the_alert(live)).state is AlertState.OPEN


async def test_support_puts_an_alert_off(live: LiveConsole) -> None:
    await trouble(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "5")
        await live.sees(pilot, "host never signed in")
        await live.press(pilot, "z", "right", "enter")
        await live.sees(pilot, "Put off until")
    later = await the_alert(live)
    assert later.state is AlertState.LATER
    assert later.later_until is not None
    assert timedelta(minutes=55) < later.later_until - datetime.now(UTC) < timedelta(minutes=65)


async def test_support_closes_an_alert_and_it_goes_from_the_list(live: LiveConsole) -> None:
    await trouble(live)
    async with live.app.run_test(size=(120, 30), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "5")
        await live.sees(pilot, "host never signed in")
        await live.press(pilot, "x")
        await live.sees(pilot, "Close this?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Closed.")
        await until(pilot, lambda: not live.store.snapshot.alerts)


async def test_who_took_it_elsewhere_is_shown_here(live: LiveConsole) -> None:
    alert = await trouble(live)
    async with live.app.run_test(size=(120, 30)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "5")
        await live.sees(pilot, "host never signed in")
        taken = await live.others.change_alert(alert, AlertPatch(state=AlertState.TAKEN))
        assert taken.taken_by
        await live.sees(pilot, taken.taken_by)


async def test_what_was_taken_says_by_whom(console: Callable[..., Console]) -> None:
    opened = console()
    async with opened.app.run_test(size=(80, 24)) as pilot:
        await opened.ready(pilot)
        await opened.press(pilot, "5")
        await opened.sees(pilot, "Koski Helena")
