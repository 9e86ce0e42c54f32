"""Reads the whole picture anew, page by page, one request in flight."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from console.domain.audit import AuditEntry
from console.domain.noun import Noun, Thing
from console.domain.organisations import Organisation
from console.domain.tokens import Principal
from console.domain.visibility import readers_of
from console.state.snapshot import MOST_AUDIT, SHELVES, Snapshot
from console.wire import paths
from console.wire.events import Topic
from console.wire.page import Page

N = TypeVar("N", bound=Noun)

PATHS = {
    Topic.UNIT: paths.UNITS,
    Topic.SERVICE: paths.SERVICES,
    Topic.ROOM: paths.ROOMS,
    Topic.PLACE: paths.PLACES,
    Topic.DESK: paths.DESKS,
    Topic.CHECK: paths.CHECKS,
    Topic.BROWSER_CHECK: paths.BROWSER_CHECKS,
    Topic.ALERT: paths.ALERTS,
    Topic.CALL: paths.CALLS,
    Topic.WORKSTATION: paths.WORKSTATIONS,
    Topic.ACCOUNT: paths.ACCOUNTS,
}
CALLS_BACK = timedelta(days=7)
CHECKS_BACK = timedelta(days=14)
CALLS_AHEAD = timedelta(days=60)
BROWSER_CHECKS_BACK = CALLS_AHEAD
"""A check may have been made as soon as its call was scheduled."""


class Source(Protocol):
    """What of the service's client loading needs."""

    async def me(self) -> Principal:
        """Return who asks."""
        ...

    async def organisation(self) -> Organisation:
        """Return the organisation."""
        ...

    def every(self, kind: type[N], path: str, **params: str | None) -> AsyncIterator[list[N]]:
        """Yield a list, page by page."""
        ...

    async def page(
        self, kind: type[N], path: str, cursor: str | None = None, limit: int = ..., **params: str | None
    ) -> Page[N]:
        """Return a page."""
        ...


async def load(source: Source, now: datetime, progress: Callable[[int], None]) -> Snapshot:
    """Return everything that this principal may read, calls around now only. Raise ConsoleError."""
    me = await source.me()
    shelves: dict[str, Any] = {}
    loaded = 0
    for topic, path in PATHS.items():
        name, kind = SHELVES[topic]
        if me.role not in readers_of(kind):
            continue
        shelf: dict[str, Thing] = {}
        async for items in source.every(kind, path, **_params(topic, now)):
            shelf.update((item.id, item) for item in items)
            loaded += len(items)
            progress(loaded)
        shelves[name] = shelf
    return Snapshot(me=me, organisation=await source.organisation(), audit=await _audit(source, me), **shelves)


def _params(topic: Topic, now: datetime) -> dict[str, str | None]:
    if topic is Topic.CHECK:
        return {"from": (now - CHECKS_BACK).isoformat()}
    if topic is Topic.BROWSER_CHECK:
        return {"from": (now - BROWSER_CHECKS_BACK).isoformat()}
    if topic is not Topic.CALL:
        return {}
    return {"from": (now - CALLS_BACK).isoformat(), "to": (now + CALLS_AHEAD).isoformat()}


async def _audit(source: Source, me: Principal) -> tuple[AuditEntry, ...]:
    if me.role not in readers_of(AuditEntry):
        return ()
    return tuple((await source.page(AuditEntry, paths.AUDIT, None, MOST_AUDIT)).items)
