"""The documents that are shared just now, one a call, in memory alone: they end with the call or the service."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from console.domain.calls import OVER, Call, SeatRole, SeatState
from console.domain.errors import ConsoleError
from console.service.sharing import worker
from console.service.sharing.protocol import Picture, Why
from console.service.sharing.refusals import another_is_coming, no_page, not_shown, not_yours, too_many
from console.wire.meeting import Document

WIDTHS = (640, 1280, 1920, 2560)
"""Pixels of the pages as they are drawn: few, so that what was drawn for one participant serves the others."""

MOST_KEPT = 6
"""Pictures of a document that are kept: the page that is seen and its neighbours."""

MOST_MEMORY = 400_000_000
"""Bytes of all documents together."""


@dataclass(eq=False)
class Shared:
    """A document that is shared. seen: what everyone is told of it."""

    seen: Document
    data: bytes = field(repr=False)
    _pictures: dict[tuple[int, int], Picture] = field(default_factory=dict, repr=False)
    _undrawable: set[tuple[int, int]] = field(default_factory=set, repr=False)
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def picture(self, page: int, width: int, stopping: asyncio.Event) -> Picture:
        """Return a page, about so wide. Raises ConsoleError. What could not be drawn once is not tried again."""
        if not 1 <= page <= self.seen.pages:
            raise no_page()
        key = (page, next((one for one in WIDTHS if one >= width), WIDTHS[-1]))
        async with self._one_at_a_time:
            if key in self._undrawable:
                raise not_shown(Why.BROKEN)
            if key not in self._pictures:
                try:
                    self._pictures[key] = await worker.drawn(self.data, *key, stopping)
                except ConsoleError:
                    if not stopping.is_set():
                        self._undrawable.add(key)
                    raise
            found = self._pictures[key] = self._pictures.pop(key)  # the last that was looked at goes last
            while len(self._pictures) > MOST_KEPT:
                del self._pictures[next(iter(self._pictures))]
            return found


class Documents:
    """What is shared, by call."""

    def __init__(self) -> None:
        self._shared: dict[str, Shared] = {}
        self._coming: dict[str, int] = {}

    def of(self, call_id: str) -> Shared | None:
        """Return what is shared in a call."""
        return self._shared.get(call_id)

    @contextmanager
    def coming(self, call_id: str, size: int) -> Iterator[None]:
        """Keep room for a document of so many bytes while it comes: one at a time a call."""
        if call_id in self._coming:
            raise another_is_coming()
        if size + sum(self._coming.values()) + sum(len(one.data) for one in self._shared.values()) > MOST_MEMORY:
            raise too_many()
        self._coming[call_id] = size
        try:
            yield
        finally:
            del self._coming[call_id]

    def put(self, call_id: str, shared: Shared) -> None:
        """Share a document; what was shared before is gone."""
        self._shared[call_id] = shared

    def take_away(self, call_id: str) -> None:
        """Forget what is shared in a call."""
        self._shared.pop(call_id, None)

    def look(self, call: Call) -> None:
        """Forget what is shared in a call that is over, or whose sharer has left it."""
        shared = self._shared.get(call.id)
        if shared is not None and not is_in(call, shared.seen.seat):
            self.take_away(call.id)


def is_in(call: Call, seat_id: str) -> bool:
    """Tell whether a seat's participant has been let in, and the call goes on."""
    if call.status in OVER:
        return False
    return any(seat.id == seat_id and seat.state is SeatState.JOINED for seat in call.seats)


def refuse_others(call: Call, seat_id: str, shared: Shared) -> None:
    """Raise forbidden for who neither shares a document nor hosts its call."""
    hosts = {seat.id for seat in call.seats if seat.role is SeatRole.HOST}
    if seat_id != shared.seen.seat and seat_id not in hosts:
        raise not_yours()
