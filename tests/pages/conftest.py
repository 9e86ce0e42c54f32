"""A real service with a call, and real Chromium pages in its seats."""

import math
import struct
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.conftest import ServiceProcess
from tests.service.making import account, call, links

CHROMIUM = Path("/usr/bin/chromium")
# As root it needs --no-sandbox; the rest keeps it from asking the world for anything.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream=device-count=2,fps=30",
]
KEPT = """window.connections = [];
window.RTCPeerConnection &&= new Proxy(RTCPeerConnection, {
  construct: (kind, told) => connections[connections.push(new kind(...told)) - 1],
});"""
"""Keeps a page's connections in sight, to see which of them carry anything."""
TONES = {"host": 1000.0, "guest": 600.0}
"""Hz of the tone that each browser's microphone hears."""


def named(seat: dict[str, Any]) -> str:
    """What a seat is called in a test: guest, guest 2."""
    return str(seat["role"] if seat["number"] == 1 else f"{seat['role']} {seat['number']}")


class Appointment:
    """A call and the pages in it. Each seat has a browser of its own: a browser's fake microphone is one file."""

    def __init__(
        self, service: ServiceProcess, made: dict[str, Any], urls: dict[str, str], browsers: dict[str, Browser]
    ) -> None:
        self.service = service
        self.call = made
        self.urls = {named(seat): urls[seat["id"]] for seat in made["seats"]}
        self.seats = {seat["role"]: seat["id"] for seat in made["seats"]}
        self._browsers = browsers
        self.troubles: list[str] = []

    async def context(
        self, role: str, *, locale: str = "en-GB", allowed: bool = True, script: str = "", **options: Any
    ) -> BrowserContext:
        """A fresh profile for a seat; what its pages complain of on the console is kept. script: runs before theirs."""
        permissions = ["camera", "microphone"] if allowed else []
        context = await self._browsers[role].new_context(locale=locale, permissions=permissions, **options)
        await context.add_init_script(f"if (navigator.mediaDevices) {{ {KEPT}\n{script} }}")  # an empty page has none
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        context.on("console", lambda message: self._complained(message.type, message.text))
        return context

    def _complained(self, kind: str, text: str) -> None:
        if kind == "error":
            self.troubles.append(text)

    async def opened(self, role: str, **options: Any) -> Page:
        """A seat's page, its link just opened."""
        page = await (await self.context(role, **options)).new_page()
        page.set_default_timeout(20_000)
        await page.goto(self.urls[role])
        await page.wait_for_selector("body:not([data-state=loading])")
        return page

    async def checked(self, role: str, **options: Any) -> Page:
        """A seat's page, its devices checked."""
        page = await self.opened(role, **options)
        await page.click("[data-action=check]")
        await page.wait_for_selector("[data-state=heard]")
        return page

    async def both(
        self, host_options: dict[str, Any] | None = None, guest_options: dict[str, Any] | None = None, **options: Any
    ) -> tuple[Page, Page]:
        """Host and guest in the call, connected."""
        host = await self.checked("host", **options, **(host_options or {}))
        guest = await self.checked("guest", **options, **(guest_options or {}))
        await host.click("[data-action=join]")
        await guest.click("[data-action=ask-in]")
        await guest.wait_for_selector("body[data-state=waiting]")
        await host.click("[data-action=admit]")
        for page in (host, guest):
            await connected(page)
        return host, guest


async def connected(page: Page, others: int = 1) -> None:
    """Wait until a page is connected to so many others."""
    await page.wait_for_function(
        "n => document.querySelectorAll('#tiles figure[data-state~=connected]').length === n + 1", arg=others
    )


@pytest.fixture(scope="session")
def tones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files with the tones of the seats."""
    return tones_in(tmp_path_factory.mktemp("tones"))


def tones_in(folder: Path) -> dict[str, Path]:
    """Write files with a tone that comes and goes: a steady one is taken for noise and taken away."""
    for role, pitch in TONES.items():
        with wave.open(str(folder / f"{role}.wav"), "wb") as file:
            file.setparams((1, 2, 48000, 0, "NONE", ""))
            samples = (math.sin(2 * math.pi * pitch * n / 48000) * 0.5 * (n % 24000 < 14400) for n in range(4 * 48000))
            file.writeframes(b"".join(struct.pack("<h", round(sample * 32767)) for sample in samples))
    return {role: folder / f"{role}.wav" for role in TONES}


@pytest.fixture
def guests() -> int:
    """How many guests are expected."""
    return 1


@pytest.fixture
def wishes() -> dict[str, Any]:
    """What else there is to the call."""
    return {}


@pytest.fixture
async def appointment(
    serve: Callable[..., ServiceProcess], tones: dict[str, Path], guests: int, wishes: dict[str, Any]
) -> AsyncIterator[Appointment]:
    """A call of today, with a host and a guest, or more."""
    async with appointed(serve(), tones, guests, **wishes) as made:
        yield made


@asynccontextmanager
async def appointed(
    service: ServiceProcess, tones: dict[str, Path], guests: int = 1, **wishes: Any
) -> AsyncIterator[Appointment]:
    """Make a call on a service, with a browser for each tone."""
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers) as api, async_playwright() as play:
        await account(api)
        made = await call(api, guests=guests, **wishes)
        urls = await links(api, made)
        browsers = {
            role: await play.chromium.launch(
                executable_path=CHROMIUM, args=[*OPTIONS, f"--use-file-for-fake-audio-capture={tone}"]
            )
            for role, tone in tones.items()
        }
        yield Appointment(service, made, urls, browsers)
        for browser in browsers.values():
            await browser.close()
