"""A console over a town that stands still, without a service."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from console.app import Bedside
from console.client.service import ServiceClient
from console.state.snapshot import Snapshot
from console.state.store import LinkState, Store
from console.widgets.table import Table
from console.wire.page import ClockReading
from console.wire.presence import Presence
from tests.town import NOW, snapshot

PATIENCE = 20.0


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
    """A console and the session it is opened on."""

    def __init__(self, session: Any, preferences: Path) -> None:
        self.session = session

        async def connect() -> Any:
            return session

        self.app = Bedside(connect, preferences)

    @property
    def store(self) -> Store:
        store: Store = self.session.store
        return store

    async def ready(self, pilot: Pilot[Any]) -> None:
        """Wait until the first screen can be used."""
        await until(pilot, lambda: isinstance(self.app.focused, Table) and ">" in self.text())

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
        await pilot.pause()


def text_of(app: App[Any], widget: Widget) -> str:
    """What is painted where a widget is."""
    region = widget.region
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.crop(region.x, region.right).text for strip in lines[region.y : region.bottom])


@pytest.fixture
def console(tmp_path: Path) -> Callable[..., Console]:
    """Make a console over the town with these changes."""

    def make(**changes: object) -> Console:
        return Console(StandingSession(snapshot(**changes)), tmp_path / "console.json")

    return make
