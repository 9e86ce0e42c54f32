"""A console over a town that stands still, and one on a real service."""

import time
from argparse import Namespace
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from console.app import Bedside
from console.client.service import ServiceClient
from console.session import connect
from console.state.snapshot import Snapshot
from console.state.store import LinkState, Store
from console.widgets.table import Table
from console.wire.page import ClockReading
from console.wire.presence import Presence
from console.words import _
from tests.conftest import ServiceProcess
from tests.town import NOW, snapshot

PATIENCE = 20.0
POLL = 0.01


class StandingSession:
    """A session that hears nothing: the store shows what a test puts there. Its clock stands."""

    def __init__(self, shown: Snapshot) -> None:
        self.store = Store()
        self.store.set_clock(ClockReading(now=NOW, rate=0.0))
        self.store.show(shown)
        self.store.connected(LinkState.LIVE)
        self.client = ServiceClient("http://127.0.0.1:9")
        self.presence = Presence()
        self.closed: list[bool] = []

    async def needed_by(self) -> Presence:
        return self.presence

    async def close(self, *, stop: bool) -> None:
        self.closed.append(stop)
        await self.client.close()


class Console:
    """A console that a test looks at. connect: opens its session."""

    def __init__(self, connect: Callable[[], Awaitable[Any]], preferences: Path) -> None:
        self._connect = connect
        self.session: Any = None
        self.app = Bedside(self._open, preferences)

    async def _open(self) -> Any:
        self.session = await self._connect()
        return self.session

    @property
    def store(self) -> Store:
        store: Store = self.session.store
        return store

    async def ready(self, pilot: Pilot[Any]) -> None:
        """Wait until the first screen can be used."""
        await until(pilot, lambda: isinstance(self.app.focused, Table) and _("LIVE") in self.text("#header"))

    async def press(self, pilot: Pilot[Any], *keys: str) -> None:
        """Press keys one after another, as quickly as the screen takes them."""
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    async def sees(self, pilot: Pilot[Any], text: str) -> None:
        """Wait until a text can be read on the screen."""
        await until(pilot, lambda: text in self.text(), lambda: f"{text!r} is not in\n{self.text()}")

    def text(self, selector: str = "Screen") -> str:
        """What a part of the screen says, as lines."""
        widget = self.app.screen if selector == "Screen" else self.app.screen.query_one(selector)
        return text_of(self.app, widget)

    def show(self, **changes: object) -> None:
        """Put another picture up, as the feed does."""
        self.store.show(snapshot(**changes))


async def until(pilot: Pilot[Any], true: Callable[[], bool], otherwise: Callable[[], str] = str) -> None:
    """Wait until something is true; fail when that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, otherwise()
        await pilot.pause(POLL)


def text_of(app: App[Any], widget: Widget) -> str:
    """What is painted where a widget is."""
    region = widget.region
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.crop(region.x, region.right).text for strip in lines[region.y : region.bottom])


@pytest.fixture
def console(tmp_path: Path) -> Callable[..., Console]:
    """Make a console over the town with these changes, without a service."""

    def make(**changes: object) -> Console:
        session = StandingSession(snapshot(**changes))

        async def connect() -> StandingSession:
            return session

        made = Console(connect, tmp_path / "console.json")
        made.session = session
        return made

    return make


class LiveConsole(Console):
    """A console on a real service, which others may use too."""

    def __init__(self, service: ServiceProcess, preferences: Path) -> None:
        options = Namespace(service=service.url, home=None)
        super().__init__(lambda: connect(options), preferences)
        self.others = ServiceClient(service.url, service.token)


@pytest.fixture
async def live(
    serve: Callable[..., ServiceProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LiveConsole]:
    """A console on a service of its own."""
    service = serve()
    monkeypatch.setenv("BEDSIDE_TOKEN", service.token)
    opened = LiveConsole(service, tmp_path / "console.json")
    yield opened
    if opened.session is not None:
        await opened.session.close(stop=False)
    await opened.others.close()
