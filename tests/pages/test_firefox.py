"""A call between Firefox and Chromium: each hears and sees the other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.audio_server import private_server
from tests.pages.conftest import TONES, Appointment, connected
from tests.pages.firefox import Firefox, firefox
from tests.pages.test_call import PITCH

IS_CONNECTED = "() => document.querySelectorAll('#tiles figure[data-state~=connected]').length === 2"


@pytest.fixture
async def guest(tmp_path: Path) -> AsyncIterator[Firefox]:
    """The guest's browser."""
    with private_server(tmp_path / "audio") as server:
        server.start()
        async with firefox(tmp_path / "profile", server.environment) as page:
            yield page


async def test_firefox_and_chromium_hear_see_and_read_each_other(appointment: Appointment, guest: Firefox) -> None:
    await guest.open(appointment.urls["guest"])
    await guest.see("body[data-state=invitation]")
    await guest.click("[data-action=check]")
    await guest.see("[data-state=heard]")
    host = await appointment.checked("host")
    await host.click("[data-action=join]")
    await guest.click("[data-action=ask-in]")
    await guest.see("body[data-state=waiting]")
    await host.click("[data-action=admit]")
    await connected(host)
    await guest.until(IS_CONNECTED)
    assert await guest.evaluate(PITCH) == pytest.approx(TONES["host"], abs=25)
    assert await host.evaluate(PITCH) == pytest.approx(1000, abs=25)  # Firefox's own tone
    await guest.until("() => [...document.querySelectorAll('#tiles video')].at(-1).videoWidth > 0")
    await host.wait_for_function("() => [...document.querySelectorAll('#tiles video')].at(-1).videoWidth > 0")
    await guest.type("#chat-input", "Hyvää päivää")
    await host.wait_for_selector("#chat-lines [data-state=typing]:text('guest 1: Hyvää päivää')")
    await guest.reload()
    await guest.click("[data-action=check]")
    await guest.click("[data-action=ask-in]")
    await connected(host)
    await guest.until(IS_CONNECTED)
    assert await guest.troubles() == []
    assert appointment.troubles == []
