"""The feed: keeps the store as the service is, through lost connections, restarts and gaps."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from console.client.stream import Heard, Reload, Stopping
from console.domain.errors import ConsoleError
from console.state.loading import Source, load
from console.state.snapshot import reduce
from console.state.store import LinkState, Store
from console.wire.events import Event
from console.wire.page import ClockReading

FLUSH_AFTER = 0.1
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 15.0
REFUSED_PAUSE = 30.0
REFUSED = frozenset({"unauthorized", "forbidden"})


class Town(Source, Protocol):
    """A service that can be read and listened to."""

    def listen(self, last_event_id: str | None) -> AsyncIterator[Heard]:
        """Yield what is told."""
        ...


class Feed:
    """Listens for as long as it runs. Events are put into the store together, at most ten times a second."""

    def __init__(self, town: Town, store: Store, renew: Callable[[], Awaitable[None]] | None = None) -> None:
        """renew: what finds the service again where it may have moved, such as an embedded one started anew."""
        self._town = town
        self._store = store
        self._renew = renew
        self._last_event_id: str | None = None
        self._pending: list[Event] = []
        self._flush: asyncio.TimerHandle | None = None
        self._failures = 0

    async def run(self) -> None:
        """Listen, and after every loss listen again from where it stopped, until cancelled."""
        try:
            while True:
                try:
                    if self._failures and self._renew is not None:
                        await self._renew()
                    await self._listen()
                except ConsoleError as error:
                    await self._lost(error)
        finally:
            self._flush_now()

    async def _listen(self) -> None:
        async for heard in self._town.listen(self._last_event_id):
            self._failures = 0
            if isinstance(heard, Event):
                self._take(heard)
            elif isinstance(heard, ClockReading):
                self._store.set_clock(heard)
                if self._last_event_id is not None:
                    self._live()
            elif isinstance(heard, Reload):
                await self._reload(heard)
            elif isinstance(heard, Stopping):
                return

    def _take(self, event: Event) -> None:
        self._last_event_id = str(event.id)
        self._pending.append(event)
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(FLUSH_AFTER, self._flush_now)

    def _flush_now(self) -> None:
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
        if self._pending:
            events, self._pending = self._pending, []
            self._store.show(reduce(self._store.snapshot, events))

    async def _reload(self, reload: Reload) -> None:
        self._flush_now()
        store = self._store

        def progress(loaded: int) -> None:
            if store.link.state is not LinkState.STALE:
                store.connected(LinkState.LOADING, loaded=loaded)

        snapshot = await load(self._town, store.clock(), progress)
        self._last_event_id = reload.last_event_id
        store.show(snapshot)
        self._live()

    def _live(self) -> None:
        if self._store.link.state is not LinkState.LIVE:
            self._store.connected(LinkState.LIVE)

    async def _lost(self, error: ConsoleError) -> None:
        refused = error.code in REFUSED and self._renew is None
        self._store.connected(LinkState.REFUSED if refused else LinkState.STALE, error)
        self._failures += 1
        await asyncio.sleep(REFUSED_PAUSE if refused else pause(self._failures))


def pause(failures: int) -> float:
    """Return how long to wait, in s, after so many failures in a row: doubling, with jitter, so that a hundred
    consoles do not come back at once.
    """
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 10))
    return random.uniform(longest / 2, longest)
