"""Support and two real browsers: nothing flows to `bedside join CALL` before both have said yes, nor after one no."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page

from tests.pages.conftest import TONES, Appointment, connected
from tests.pages.test_accessibility import PHONE, look
from tests.pages.test_call import PITCH

SENT_TO_SUPPORT = """async () => {
  // Until three seconds of sound have gone to the one who came last.
  const heard = one => one.type === 'outbound-rtp' && one.kind === 'audio' && one.packetsSent > 150;
  while (![...(await connections.at(-1).getStats()).values()].some(heard)) await new Promise(requestAnimationFrame);
}"""
PICTURES = os.environ.get("BEDSIDE_PICTURES")  # a folder, to look at them


async def supporting(appointment: Appointment, *options: str) -> Process:
    """`bedside join CALL` with a token of somebody who supports."""
    command = [sys.executable, "-m", "console", "join", appointment.call["id"], "--headless", "--json", *options]
    service = appointment.service
    env = {**os.environ, "BEDSIDE_SERVICE": service.url, "BEDSIDE_TOKEN": await a_token(appointment)}
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, env=env)


async def a_token(appointment: Appointment) -> str:
    """A token of Sari Salo's, who supports."""
    async with httpx.AsyncClient(base_url=appointment.service.url, headers=appointment.service.headers) as api:
        person = {"userName": "sari.salo", "displayName": "Sari Salo", "email": "sari@example.org"}
        made = (await api.post("/api/v1/accounts", json=person)).json()
        new = {"name": "support", "role": "support", "accountId": made["id"]}
        secret: str = (await api.post("/api/v1/tokens", json=new)).json()["secret"]
        return secret


async def told(process: Process) -> tuple[list[dict[str, Any]], str, int]:
    out, err = await process.communicate()
    return json.loads(out)["seats"] if out else [], err.decode(), process.returncode or 0


async def line(process: Process) -> str:
    assert process.stderr is not None
    return (await process.stderr.readline()).decode()


async def asked(page: Page, state: str) -> None:
    await page.wait_for_selector(f"#consent[data-state={state}]", state="attached")


async def a_third(appointment: Appointment, host: Page) -> Page:
    """One more guest's page, let in by the host; it shares the guest's browser."""
    third = await (await appointment.context("guest")).new_page()
    third.set_default_timeout(20_000)
    await third.goto(appointment.urls["guest 2"])
    await third.click("[data-action=check]")
    await third.wait_for_selector("[data-state=heard]")
    await third.click("[data-action=ask-in]")
    await host.click("[data-action=admit]")
    return third


async def test_support_hears_and_sees_while_everybody_agrees_and_not_a_moment_longer(
    appointment: Appointment, tones: dict[str, Path]
) -> None:
    host, guest = await appointment.both()
    await guest.focus("#chat-input")
    process = await supporting(appointment, "--seconds", "60", "--play", str(tones["guest"]))
    assert "Waiting for everyone's yes" in await line(process)
    for page in (host, guest):
        await asked(page, "asked")
        assert "Sari Salo, support, asks to come in" in await page.inner_text("#consent-said")
    assert await guest.evaluate("document.activeElement.id") == "chat-input"  # nobody is torn from what they write
    await host.click("[data-action=consent-yes]")
    await asked(host, "agreed")
    await asked(guest, "asked")
    assert await connections(host) == await connections(guest) == 1
    await guest.click("[data-action=consent-yes]")
    for page in (host, guest):
        await asked(page, "in")
        assert await page.inner_text("#consent-said") == "Sari Salo, support, hears and sees this call."
        await connected(page, 2)
        await page.evaluate(SENT_TO_SUPPORT)
    assert "Everybody has said yes" in await line(process)
    assert await host.evaluate(PITCH) == pytest.approx(TONES["guest"], abs=25)
    await host.click("[data-action=consent-no]")
    for page in (host, guest):
        await page.wait_for_function("() => document.querySelectorAll('#tiles figure').length === 2")
        assert await connections(page) == 1
    seats, said, status = await told(process)
    assert "Host does not agree" in said
    assert status == 0
    assert {seat["role"] for seat in seats} == {"host", "guest"}
    assert all(seat["audio"]["levelDbfs"] > -40 for seat in seats)
    for page in (host, guest):
        await asked(page, "none")
    assert appointment.troubles == []


async def connections(page: Page) -> int:
    """How many connections of this page's carry anything, or could."""
    open_now: int = await page.evaluate("connections.filter(one => one.signalingState !== 'closed').length")
    return open_now


async def test_a_no_needs_no_service(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    process = await supporting(appointment, "--seconds", "60")
    for page in (host, guest):
        await page.click("[data-action=consent-yes]")
    for page in (host, guest):
        await connected(page, 2)
    appointment.service.process.kill()
    await host.wait_for_selector("#news:has-text('The call goes on')")
    await host.click("[data-action=consent-no]")
    assert await connections(host) == 1
    await asked(host, "refused")
    process.terminate()
    await process.wait()


async def test_a_no_is_told_and_nothing_was_heard(appointment: Appointment) -> None:
    host, guest = await appointment.both()
    process = await supporting(appointment)
    await asked(guest, "asked")
    await host.click("[data-action=consent-yes]")
    await guest.click("[data-action=consent-no]")
    seats, said, status = await told(process)
    assert (seats, status != 0) == ([], True)
    assert "Guest 1 does not agree that support hears and sees the call." in said
    assert await connections(host) == await connections(guest) == 1


@pytest.mark.parametrize("guests", [2], ids=["two guests"])
async def test_a_third_who_comes_later_is_asked_before_support_is_let_back(
    appointment: Appointment, tones: dict[str, Path]
) -> None:
    host, guest = await appointment.both()
    process = await supporting(appointment, "--seconds", "60", "--play", str(tones["guest"]))
    for page in (host, guest):
        await page.click("[data-action=consent-yes]")
    await connected(host, 2)
    third = await a_third(appointment, host)
    await asked(third, "asked")
    await asked(host, "agreed")
    for page in (host, guest, third):
        await connected(page, 2)  # the two others, and not support
        assert await page.locator("#tiles figcaption:has-text('Sari Salo')").count() == 0
    await third.click("[data-action=consent-yes]")
    for page in (host, guest, third):
        await asked(page, "in")
        await connected(page, 3)
        assert await page.locator("#tiles figcaption:has-text('Sari Salo')").count() == 1
    process.terminate()
    await process.wait()


@pytest.mark.parametrize("locale", ["fi-FI", "sv-FI", "en-GB"])
@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
async def test_axe_finds_nothing_on_question_and_banner(
    appointment: Appointment, options: dict[str, Any], locale: str
) -> None:
    host, guest = await appointment.both(locale=locale, **options)
    process = await supporting(appointment, "--seconds", "60")
    await asked(guest, "asked")
    await pictured(guest, options, locale, "asked")
    await host.click("[data-action=consent-yes]")
    await asked(host, "agreed")
    await pictured(host, options, locale, "agreed")
    await guest.click("[data-action=consent-yes]")
    await asked(guest, "in")
    await connected(guest, 2)
    await pictured(guest, options, locale, "in")
    await pictured(host, options, locale, "in-host")
    process.terminate()
    await process.wait()


async def pictured(page: Page, options: dict[str, Any], locale: str, name: str) -> None:
    """Look at the page with axe, and as a person if there is a folder for pictures."""
    await look(page)
    if PICTURES:
        size = "phone" if options is PHONE else options.get("color_scheme", "desktop")
        await page.screenshot(path=f"{PICTURES}/{name}-{size}-{locale[:2]}.png")
