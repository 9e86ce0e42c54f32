"""The console's own screen in a call with two real browsers: it asks, hears, sees, writes, and leaves unnoticed."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from console.screens.call import CallScreen
from tests.audio_server import audio, silent_audio
from tests.pages.conftest import Appointment, connected
from tests.screens.conftest import LiveConsole, until

__all__ = ["audio", "silent_audio"]
GREEN = 0b11111 << 5
"""In a cell's pixel, as in Tile."""


async def says_yes(page: Page) -> None:
    await page.click("[data-action=consent-yes]")


async def test_the_console_hears_and_sees_when_everybody_has_said_yes(
    appointment: Appointment, audio: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, guest = await appointment.both()
    monkeypatch.setenv("BEDSIDE_TOKEN", appointment.service.token)
    live = LiveConsole(appointment.service, tmp_path / "console.json")
    async with live.app.run_test(size=(120, 40), notifications=True) as pilot:
        await live.ready(pilot)
        await live.press(pilot, "3")
        await live.sees(pilot, "running")
        await live.press(pilot, "s")
        await live.sees(pilot, "Ask to hear and see this call?")
        await live.press(pilot, "enter")
        await live.sees(pilot, "Waiting for everyone's yes (0 of 2).")
        await says_yes(host)
        await live.sees(pilot, "Waiting for everyone's yes (1 of 2).")
        await says_yes(guest)
        await live.sees(pilot, "You are in the call")
        screen = live.app.screen
        assert isinstance(screen, CallScreen)
        attendance = screen.attendance
        assert attendance is not None
        seat = appointment.seats["host"]
        await until(pilot, lambda: attendance.levels is not None and attendance.levels.seats.get(seat, -99) > -40)
        await until(pilot, lambda: len(attendance.history.get(seat, ())) > 2)
        await live.sees(pilot, "kbit/s")
        # Chromium's fake camera is a green field with a clock in it.
        await live.press(pilot, "g")
        await until(pilot, lambda: bool(attendance.tiles))
        tile = next(iter(attendance.tiles.values()))
        cells = memoryview(tile.cells).cast("I").tolist()
        green = sum(cell >> 5 & 31 > max(cell & 31, cell >> 10 & 31) for cell in cells)
        assert green > len(cells) / 2
        # Real-time text, both ways.
        await live.press(pilot, "t", *"Hello")
        await host.wait_for_selector("#chat-lines >> text=Hello")
        await live.press(pilot, "enter", "escape")
        await host.fill("#chat-input", "I hear")
        await live.sees(pilot, "Host: I hear ...")
        # Talking is seen by the others.
        await live.press(pilot, "o")
        await live.sees(pilot, "MICROPHONE OPEN")
        # On another screen it is still seen that one can be heard.
        await live.press(pilot, "1")
        await live.sees(pilot, "In a call: MICROPHONE OPEN")
        await live.press(pilot, "3", "s")
        await live.sees(pilot, "You are in the call")
        await live.press(pilot, "escape")
        await live.sees(pilot, "Leave this call?")
        await live.press(pilot, "enter")
        await host.wait_for_function("document.querySelectorAll('#tiles figure').length === 2")
        await connected(host)
        await connected(guest)
    await live.session.close(stop=False)
    await live.others.close()
    assert appointment.troubles == []
