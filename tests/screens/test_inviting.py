"""Inviting to a device check from Calls and Accounts; what a browser finds is seen live."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from console.client.service import ServiceClient
from console.domain.browser_checks import BrowserCheck
from console.domain.calls import NewCall
from console.domain.tokens import NewToken, TokenRole
from console.wire import paths
from tests.screens.conftest import LiveConsole
from tests.screens.test_calls import booked, host

RESULT = {"microphone": "works", "level": -30.0, "camera": "denied", "browser": "chromium", "chime": True}


async def the_check(client: ServiceClient) -> BrowserCheck:
    (check,) = [each async for page in client.every(BrowserCheck, paths.BROWSER_CHECKS) for each in page]
    return check


def link_in(live: LiveConsole) -> str:
    """The link that was copied."""
    link: str = live.app.clipboard
    assert "/check#bedside_" in link
    return link


async def checks(link: str) -> None:
    """Do in a browser's stead what the page does with a link."""
    address, _hash, secret = link.partition("#")
    async with httpx.AsyncClient(base_url=address.removesuffix("/check")) as browser:
        assert (await browser.post("/check", json={"secret": secret})).is_success
        assert (await browser.post("/check/result", json={"result": RESULT, "done": True})).is_success


async def test_a_guest_is_invited_and_the_result_is_seen_live(live: LiveConsole) -> None:
    call = await booked(live)
    async with live.app.run_test(size=(120, 36)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3", "f", "f")
        await live.sees(pilot, "Guest 1")
        await live.press(pilot, "colon", *"invite to", "enter")
        await live.sees(pilot, "beside the call")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Device check: guest 1")
        link = link_in(live)
        check = await the_check(live.others)
        assert (check.call_id, check.seat_id) == (call.id, call.seats[-1].id)
        await live.press(pilot, "enter")
        await live.sees(pilot, "invited to a device check")
        await checks(link)
        await live.sees(pilot, "camera denied")
        assert link.partition("#")[2] not in live.text()


async def test_an_employee_is_invited_and_the_result_is_beside_the_account(live: LiveConsole) -> None:
    anna = await host(live)
    async with live.app.run_test(size=(120, 36)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "2")
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "colon", *"invite to", "enter")
        await live.sees(pilot, "Device check: Aalto Anna")
        assert (await the_check(live.others)).account_id == anna.id
        link = link_in(live)
        await live.press(pilot, "enter")
        await checks(link)
        await live.sees(pilot, "camera denied")


@pytest.mark.parametrize("screen", ["2", "3"])
async def test_who_only_looks_on_is_not_offered_to_invite(
    live: LiveConsole, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    anna = await host(live)
    await live.others.create_call(NewCall(host=anna.id, dtstart=datetime.now(UTC) + timedelta(minutes=10)))
    token = await live.others.create_token(NewToken(name="looks on", role=TokenRole.VIEWER))
    monkeypatch.setenv("BEDSIDE_TOKEN", token.secret or "")
    async with live.app.run_test(size=(120, 36)) as pilot:
        await live.ready(pilot)
        await live.press(pilot, screen, *("f" * 2 if screen == "3" else ""))
        await live.sees(pilot, "Aalto Anna")
        await live.press(pilot, "colon", *"invite to")
        await live.sees(pilot, "Nothing is called that.")
