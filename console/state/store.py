"""The store: the latest snapshot, how fresh it is, and the service's clock. Lives on the console's event loop."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.state.snapshot import Snapshot
from console.wire.page import ClockReading


class LinkState(StrEnum):
    """How the console stands with the service."""

    CONNECTING = "connecting"
    LOADING = "loading"
    LIVE = "live"
    STALE = "stale"
    REFUSED = "refused"


class Link(Noun, frozen=True, kw_only=True):
    """since: when the state began, by the service's clock. loaded: how many things of a first load are here."""

    state: LinkState = LinkState.CONNECTING
    since: datetime | None = None
    error: ConsoleError | None = None
    loaded: int = 0


class Store:
    """What the screens read. Subscribers are called when anything has changed; they must be quick."""

    def __init__(self) -> None:
        self.snapshot = Snapshot()
        self.link = Link()
        self._anchor = ClockReading(now=datetime.now(UTC))
        self._anchored_at = time.monotonic()
        self._subscribers: list[Callable[[], None]] = []

    def clock(self) -> datetime:
        """Return the service's time now: by what it last told, and this machine's steady clock since."""
        passed = (time.monotonic() - self._anchored_at) * self._anchor.rate
        return self._anchor.now + timedelta(seconds=passed)

    def set_clock(self, reading: ClockReading) -> None:
        """Follow the service's clock."""
        self._anchor = reading
        self._anchored_at = time.monotonic()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have a function called at each change; return what ends it."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback) if callback in self._subscribers else None

    def show(self, snapshot: Snapshot) -> None:
        """Put a new picture up."""
        if snapshot is not self.snapshot:
            self.snapshot = snapshot
            self._notify()

    def connected(self, state: LinkState, error: ConsoleError | None = None, loaded: int = 0) -> None:
        """Tell how we stand with the service. What is shown stays; since when it is so stays too while it lasts."""
        since = self.link.since if state is self.link.state else self.clock()
        self.link = Link(state=state, since=since, error=error, loaded=loaded)
        self._notify()

    def _notify(self) -> None:
        for callback in tuple(self._subscribers):
            callback()
