"""What holds of every state of the page: axe finds nothing, three languages, phone and 400 % zoom, small, guarded."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page

from console.service.pages.words import PHRASES
from tests.conftest import ServiceProcess
from tests.pages.conftest import Appointment

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
LARGEST = 60_000  # bytes of the page with all that it loads before the call
FILES = Path(__file__).parents[2] / "console" / "service" / "pages"
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 568}}  # also a desktop of 1280 at 400 %


async def look(page: Page) -> None:
    """Fail for what axe finds, and where the page has to be moved sideways to be read."""
    await page.evaluate(AXE)
    found = await page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
async def test_axe_finds_nothing_from_the_link_to_the_end(appointment: Appointment, options: dict[str, Any]) -> None:
    guest, host = await appointment.opened("guest", **options), await appointment.checked("host", **options)
    await look(guest)
    await guest.click("[data-action=check]")
    await guest.wait_for_selector("[data-state=heard]")
    await look(guest)
    await host.click("[data-action=join]")
    await guest.click("[data-action=ask-in]")
    await guest.wait_for_selector("body[data-state=waiting]")
    await look(guest)
    await host.wait_for_selector("[data-action=admit]")
    await look(host)
    await host.click("[data-action=admit]")
    await guest.wait_for_selector("#tiles figure[data-state~=connected]")
    await look(guest)
    await guest.click("[data-action=leave]")
    await look(guest)
    await guest.click("[data-action=sure]")
    await guest.wait_for_selector("body[data-state=left]")
    await look(guest)


async def test_everything_can_be_done_with_the_keyboard(appointment: Appointment) -> None:
    guest = await appointment.opened("guest")

    async def press(action: str) -> None:
        for _step in range(30):
            await guest.keyboard.press("Tab")
            if await guest.evaluate("document.activeElement.dataset.action") == action:
                await guest.keyboard.press("Enter")
                return
        raise AssertionError(f"{action} is not reached")

    await press("check")
    await guest.wait_for_selector("[data-state=heard]")
    await press("chime")
    await guest.wait_for_selector("#chime-question:not([hidden])")
    await press("chime-yes")
    await press("ask-in")
    await guest.wait_for_selector("body[data-state=waiting]")


@pytest.mark.parametrize(
    ("locale", "title", "join"),
    [
        ("fi-FI", "Videotapaaminen", "Pyydä päästä sisään"),
        ("sv-FI", "Videomöte", "Be att få komma in"),
        ("de-DE", "Video appointment", "Ask to be let in"),
    ],
)
async def test_the_page_speaks_the_browsers_language_and_can_be_switched(
    appointment: Appointment, locale: str, title: str, join: str
) -> None:
    page = await appointment.opened("guest", locale=locale)
    assert await page.inner_text("h1") == title
    assert await page.evaluate("document.documentElement.lang") == locale[:2].replace("de", "en")
    await page.click("[data-action=check]")
    await page.wait_for_selector(f"#join:text-is('{join}')")
    await page.select_option("#language", "sv")
    await page.wait_for_selector("#join:text-is('Be att få komma in')")
    await page.reload()
    await page.wait_for_selector("h1:text-is('Videomöte')")


def test_every_phrase_is_used_and_none_is_missing() -> None:
    scripts = "".join(path.read_text("utf-8") for path in FILES.glob("*.js"))
    page = "".join(path.read_text("utf-8") for path in FILES.glob("*.html"))
    roles = {"host", "guest", "interpreter", "support"}
    for key in PHRASES:
        assert key in roles or f'"{key}"' in scripts or f'data-word="{key}"' in page, key


async def test_the_join_page_is_small(appointment: Appointment) -> None:
    page = await appointment.opened("guest", locale="fi-FI")
    sizes = await page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
             .map(one => [one.name, one.decodedBodySize])"""
    )
    assert any(name.endswith("/pages/check.js") for name, _size in sizes)
    assert sum(size for _name, size in sizes) < LARGEST, sizes


async def test_the_page_lets_nothing_else_in(shared_service: ServiceProcess) -> None:
    async with httpx.AsyncClient(base_url=shared_service.url) as browser:
        page = await browser.get("/call")
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "http" not in page.text.replace("https://", "").replace("http-equiv", "")


@pytest.mark.parametrize(
    "name", ["words.py", "__init__.py", "..%2fhome.py", "%2e%2e/home.py", "none.js", ".js", "call.js%00"]
)
async def test_only_the_pages_own_files_are_answered(shared_service: ServiceProcess, name: str) -> None:
    async with httpx.AsyncClient(base_url=shared_service.url) as browser:
        answer = await browser.get(f"/pages/{name}")
        assert answer.status_code in {401, 404}
        assert json.loads(answer.text)["title"]
