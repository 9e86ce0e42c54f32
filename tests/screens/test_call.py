"""The call screen over a call that goes as it is told to: what its keys wish, and what it says."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot

from console.calling.attending import Attendance
from console.domain.calls import Consent, SeatRole, SeatState
from console.domain.errors import ConsoleError
from console.media.participant.messages import Levels, Look, Speaking, Talk, Tile, Volume
from console.screens import call as call_screen
from console.wire.meeting import SeatSeen, Sending, Typed
from tests.screens.conftest import Console, until
from tests.town import snapshot


class Script:
    """A call whose seats a test sets; what the console wishes and says is kept."""

    def __init__(self) -> None:
        self.wishes: list[Any] = []
        self.said: list[Any] = []
        self.left = False
        self.attendance: Attendance
        self._heed: Callable[[Sequence[SeatSeen]], bool] = lambda _seats: True

    @asynccontextmanager
    async def attending(self, link: str, *, devices: bool, changed: Callable[[], None]) -> AsyncIterator[Attendance]:
        assert devices
        socket: Any = SimpleNamespace(say=self._say)
        attendance = Attendance(socket, self._nothing(), "me", Sending(muted=True, camera=False), changed)
        attendance.program = SimpleNamespace(wish=self.wishes.append, told=self._nothing)  # type: ignore[assignment]
        self.attendance, self._changed = attendance, changed
        try:
            yield attendance
        finally:
            self.left = True

    async def _say(self, message: Any) -> None:
        self.said.append(message)

    async def _nothing(self) -> AsyncIterator[Any]:
        import asyncio

        await asyncio.Event().wait()
        yield None

    def show(self, *, mine: SeatState, host: Consent) -> None:
        self.attendance.seats = (
            SeatSeen(id="host", role=SeatRole.HOST, number=1, state=SeatState.JOINED, page="1" * 32, consent=host),
            SeatSeen(id="me", role=SeatRole.SUPPORT, number=1, state=mine, page="2" * 32),
        )
        self._changed()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    made = Script()
    monkeypatch.setattr(call_screen, "attending", made.attending)
    return made


async def opened(console: Console, pilot: Pilot[Any], script: Script) -> None:
    """Go to the screen of a call that everybody has agreed to."""
    await console.ready(pilot)
    assert console.app.window is not None
    call = next(iter(snapshot().calls.values()))
    await call_screen.open_call(console.app, console.app.window.around, call, "http://127.0.0.1:9/call#x")
    await until(pilot, lambda: hasattr(script, "attendance"))
    script.show(mine=SeatState.JOINED, host=Consent.YES)
    await console.sees(pilot, "You are in the call")


async def test_keys_talk_and_what_is_sent_is_said_everywhere(console: Callable[..., Console], script: Script) -> None:
    shown = console()
    async with shown.app.run_test(size=(80, 24)) as pilot:
        await opened(shown, pilot, script)
        await shown.press(pilot, "space")
        await shown.sees(pilot, "TALKING")
        assert script.wishes[-1] == Talk(speaking=Speaking.PUSHED)
        await shown.press(pilot, "2")
        await shown.sees(pilot, "In a call: TALKING")
        await shown.app.switch_mode(call_screen.MODE)
        await shown.press(pilot, "space")
        await until(pilot, lambda: script.wishes[-1] == Talk(speaking=Speaking.MUTED))
        await shown.press(pilot, "h", "o")
        assert script.wishes[-1] == Talk(speaking=Speaking.OPEN, headset=True)
        script.attendance.sense(Levels(own=-30.0, sent=False, lowered=False, seats={"host": -20.0}))
        await shown.sees(pilot, "MICROPHONE OPEN, SOFT")


async def test_a_seat_is_made_louder_and_its_picture_shown(console: Callable[..., Console], script: Script) -> None:
    shown = console()
    async with shown.app.run_test(size=(80, 24)) as pilot:
        await opened(shown, pilot, script)
        await shown.press(pilot, "plus", "plus", "minus")
        assert script.wishes[-1] == Volume(seat="host", gain_db=3.0)
        await shown.sees(pilot, "+3 dB")
        await shown.press(pilot, "g")
        await until(pilot, lambda: isinstance(script.wishes[-1], Look) and script.wishes[-1].seats == ("host",))
        script.attendance.sense(Tile(seat="host", columns=2, rows=1, cells=bytes(8)))
        await shown.sees(pilot, "▀▀")
        await shown.press(pilot, "g")
        await until(pilot, lambda: script.wishes[-1] == Look())


async def test_letters_are_written_only_in_the_line(console: Callable[..., Console], script: Script) -> None:
    shown = console()
    async with shown.app.run_test(size=(80, 24)) as pilot:
        await opened(shown, pilot, script)
        before = len(script.wishes)
        await shown.press(pilot, "t", *"go", "space", *"on")
        await until(pilot, lambda: Typed(line=0, text="go on") in script.said)
        await shown.press(pilot, "enter")
        await shown.sees(pilot, "You: go on")
        assert len(script.wishes) == before
        script.attendance.chat.heard(Typed(line=0, text="yes", seat="host"), "1" * 32)
        script.show(mine=SeatState.JOINED, host=Consent.YES)
        await shown.sees(pilot, "Host: yes ...")


async def test_leaving_asks_first(console: Callable[..., Console], script: Script) -> None:
    shown = console()
    async with shown.app.run_test(size=(80, 24)) as pilot:
        await opened(shown, pilot, script)
        await shown.press(pilot, "escape")
        await shown.sees(pilot, "Leave this call?")
        await shown.press(pilot, "enter")
        await until(pilot, lambda: script.left and shown.app.current_mode == "calls")
        assert call_screen.MODE not in shown.app._modes
        assert "In a call" not in shown.text("#header")


async def test_who_can_not_come_in_is_told_why(
    console: Callable[..., Console], monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    @asynccontextmanager
    async def refused(*_link: str, **_options: object) -> AsyncIterator[Attendance]:
        raise ConsoleError("The link opens nothing.", "", "Ask again.")
        yield

    monkeypatch.setattr(call_screen, "attending", refused)
    shown = console()
    async with shown.app.run_test(size=(80, 24), notifications=True) as pilot:
        await shown.ready(pilot)
        assert shown.app.window is not None
        call = next(iter(snapshot().calls.values()))
        await call_screen.open_call(shown.app, shown.app.window.around, call, "http://127.0.0.1:9/call#x")
        await shown.sees(pilot, "Ask again.")
        assert shown.app.current_mode == "calls"
