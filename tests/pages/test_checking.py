"""The device check on its own, in real Chromium: by link and by code, seen live by a helper, in three languages."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.conftest import ServiceProcess
from tests.pages.conftest import CHROMIUM, OPTIONS, Appointment
from tests.pages.test_accessibility import PHONE, look
from tests.service.making import account, call, listed, made, seat_ids


class Helper:
    """A helper who invites and looks on, and the browser of who checks."""

    def __init__(self, service: ServiceProcess, api: httpx.AsyncClient, appointment: dict[str, Any], browser: Browser):
        self.service = service
        self.api = api
        self.appointment = appointment
        self.browser = browser
        self.troubles: list[str] = []

    async def invites(self) -> dict[str, Any]:
        guest = seat_ids(self.appointment)[1]
        return await made(self.api, "checks/invitations", callId=self.appointment["id"], seatId=guest)

    async def page(self, *, allowed: bool = True, locale: str = "en-GB", **options: Any) -> Page:
        """A fresh profile's page; what it complains of is kept."""
        permissions = ["camera", "microphone"] if allowed else []
        context: BrowserContext = await self.browser.new_context(locale=locale, permissions=permissions, **options)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        page = await context.new_page()
        page.set_default_timeout(20_000)
        return page

    async def opened(self, **options: Any) -> Page:
        page = await self.page(**options)
        await page.goto((await self.invites())["url"])
        await page.wait_for_selector("body[data-state=ready]")
        return page

    async def sees(self, **expected: object) -> dict[str, Any]:
        """Wait until the latest check's result says this."""
        while True:
            check = (await listed(self.api, "browser-checks"))[0]
            result = check["result"] or {}
            if all({**check, **result}.get(name) == value for name, value in expected.items()):
                return check


@pytest.fixture
async def helper(serve: Callable[..., ServiceProcess], tones: dict[str, Path]) -> AsyncIterator[Helper]:
    service = serve()
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api, async_playwright() as play:
        await account(api)
        sound = f"--use-file-for-fake-audio-capture={tones['guest']}"
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=[*OPTIONS, sound])
        yield Helper(service, api, await call(api), browser)
        await browser.close()


async def through(page: Page, *, heard: bool = True) -> None:
    """Check the devices, from the first press to the end."""
    await page.click("[data-action=check]")
    await page.wait_for_selector("#heard[data-state=heard]")
    await page.click("[data-action=chime]")
    await page.click("[data-action=chime-yes]" if heard else "[data-action=chime-no]")
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("body[data-state=end]")


async def test_a_link_leads_to_a_result_that_the_helper_sees(helper: Helper) -> None:
    page = await helper.opened()
    assert "#" not in page.url
    assert (await helper.sees(stage="opened"))["result"] is None
    await page.click("[data-action=check]")
    # The helper sees it while it is made, before its user has said that it is done.
    await helper.sees(stage="opened", microphone="works", camera="works", width=640, height=480, chime=None)
    await page.click("[data-action=chime]")
    await page.wait_for_selector("#chime[data-state=playing]:text('A sound is playing now.')")
    await page.click("[data-action=chime-yes]")
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("#told:text('Your helper sees this result now.')")
    assert await page.inner_text("#verdict") == "You can be seen and heard, and you hear: everything works."
    check = await helper.sees(stage="done", chime=True, browser="chromium")
    assert -30 < check["result"]["level"] <= 0
    assert (check["callId"], check["seatId"]) == (helper.appointment["id"], seat_ids(helper.appointment)[1])
    assert helper.troubles == []


async def test_the_result_is_told_to_whoever_listens(helper: Helper) -> None:
    heard: list[str] = []
    listening = asyncio.Event()

    async def listen() -> None:
        async with helper.api.stream("GET", "/api/v1/events", timeout=60) as stream:
            listening.set()
            async for line in stream.aiter_lines():
                if '"browser-check"' in line:
                    heard.append(line)
                    if '"stage":"done"' in line:
                        return

    told = asyncio.create_task(listen())
    await listening.wait()
    await through(await helper.opened())
    await asyncio.wait_for(told, 20)
    assert '"microphone":"works"' in heard[-1]


async def test_a_code_is_typed_after_a_wrong_one(helper: Helper) -> None:
    page = await helper.page()
    await page.goto(f"{helper.service.url}/check")
    await page.wait_for_selector("body[data-state=code]")
    await page.fill("#code-input", "2222-2222")
    await page.press("#code-input", "Enter")
    await page.wait_for_selector("#code-trouble:has-text('That code is not good.')")
    assert await page.evaluate("document.activeElement.id") == "code-input"
    code = (await helper.invites())["code"]
    await page.fill("#code-input", code.lower().replace("-", " "))
    await page.click("[data-action=open]")
    await page.wait_for_selector("body[data-state=ready]")
    await page.reload()  # its cookie opens it again
    await page.wait_for_selector("#who:has-text('My town')")
    await through(page)
    await helper.sees(stage="done")


async def test_a_link_that_was_opened_elsewhere_is_explained(helper: Helper) -> None:
    invitation = await helper.invites()
    first, second = await helper.page(), await helper.page()
    await first.goto(invitation["url"])
    await first.wait_for_selector("body[data-state=ready]")
    await second.goto(invitation["url"])
    await second.wait_for_selector("body[data-state=link-gone]")
    assert await second.inner_text("#message-text") == "This check was opened already, and opens once only."
    await second.click("[data-action=typeCode]")
    await second.fill("#code-input", (await helper.invites())["code"])
    await second.press("#code-input", "Enter")
    await second.wait_for_selector("body[data-state=ready]")


async def test_a_refused_permission_is_explained_told_and_can_be_given_later(helper: Helper) -> None:
    page = await helper.opened(allowed=False)
    await page.click("[data-action=check]")
    await page.wait_for_selector("#microphone-trouble:has-text('to the left of the address')")
    await helper.sees(microphone="denied", camera="denied")
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("#verdict[data-state=not-heard]:text('You can\\'t be heard yet.')")
    assert "to the left of the address" in await page.inner_text("#to-do")
    await page.wait_for_selector("#told[data-state=told]")
    await page.context.grant_permissions(["camera", "microphone"])
    await page.click("[data-action=check-anew]")
    await page.wait_for_selector("#heard[data-state=heard]")
    await helper.sees(microphone="works", camera="works", stage="opened")


async def test_who_can_t_speak_nor_hear_gets_to_an_end(helper: Helper) -> None:
    page = await helper.opened()
    # A microphone that gives nothing: its track is replaced by a silent one.
    await page.evaluate("""() => {
      const own = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = wanted =>
        wanted.audio ? Promise.resolve(new AudioContext().createMediaStreamDestination().stream) : own(wanted);
    }""")
    await page.click("[data-action=check]")
    await helper.sees(microphone="nothing", camera="works")
    await page.click("[data-action=cannot-speak]")
    await page.wait_for_selector("#silent-hint:has-text('Tap on the table')")
    await look(page)
    await page.click("[data-action=chime]")
    await page.click("[data-action=chime-no]")
    await page.wait_for_selector("#chime-hint:has-text('Turn up the volume')")
    await helper.sees(microphone="untried", chime=False)
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("#verdict[data-state=does-not-hear]")
    await page.wait_for_selector("#told[data-state=told]")


async def test_where_the_service_is_away_the_page_says_that_nobody_sees_it(helper: Helper) -> None:
    page = await helper.opened()
    await page.click("[data-action=check]")
    await page.wait_for_selector("#heard[data-state=heard]")
    helper.service.process.kill()
    helper.service.process.wait()
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("#told[data-state=not-told]:has-text('could not be sent')")


async def test_the_check_in_a_call_s_page_is_told_too(appointment: Appointment) -> None:
    guest = await appointment.checked("guest")
    await guest.click("[data-action=ask-in]")
    await guest.wait_for_selector("body[data-state=waiting]")
    async with httpx.AsyncClient(base_url=appointment.service.url, headers=appointment.service.headers) as api:
        while not (checks := await listed(api, "browser-checks")) or checks[0]["stage"] != "done":
            pass
    (check,) = checks
    assert (check["seatId"], check["result"]["microphone"]) == (appointment.seats["guest"], "works")
    assert appointment.troubles == []


@pytest.mark.parametrize("locale", ["fi-FI", "sv-FI", "en-GB"])
@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
async def test_axe_finds_nothing_from_the_code_to_the_end(helper: Helper, locale: str, options: dict[str, Any]) -> None:
    page = await helper.page(locale=locale, **options)
    await page.goto(f"{helper.service.url}/check")
    await page.wait_for_selector("body[data-state=code]")
    await page.fill("#code-input", "2222 2222")
    await page.press("#code-input", "Enter")
    await page.wait_for_selector("#code-trouble:not(:empty)")
    await look(page)
    await page.fill("#code-input", (await helper.invites())["code"])
    await page.press("#code-input", "Enter")
    await page.wait_for_selector("body[data-state=ready]")
    await look(page)
    await page.click("[data-action=check]")
    await page.wait_for_selector("#heard[data-state=heard]")
    await page.click("[data-action=chime]")
    await page.wait_for_selector("#chime-question:not([hidden])")
    await look(page)
    await page.click("[data-action=chime-no]")
    await look(page)
    await page.click("[data-action=check-done]")
    await page.wait_for_selector("#told[data-state=told]")
    await look(page)


async def test_the_check_can_be_done_with_the_keyboard(helper: Helper) -> None:
    page = await helper.opened()

    async def press(action: str) -> None:
        for _step in range(30):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.dataset.action") == action:
                await page.keyboard.press("Enter")
                return
        raise AssertionError(f"{action} is not reached")

    await press("check")
    await page.wait_for_selector("#heard[data-state=heard]")
    await press("chime")
    await page.wait_for_selector("#chime-question:not([hidden])")
    await press("chime-yes")
    await press("check-done")
    await page.wait_for_selector("#verdict[data-state=well]")
