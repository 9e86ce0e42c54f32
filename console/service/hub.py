"""Who listens to events. A slow listener is told to reload and harms nobody."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence

import msgspec

from console.domain.tokens import Principal, TokenRole
from console.domain.visibility import readers_of, view
from console.service.resources import KINDS
from console.service.transaction import Committed
from console.wire.events import CHANGE, RELOAD, STOP, Event

QUEUE_SIZE = 1_000


class Message(msgspec.Struct, frozen=True):
    """A server-sent event: its name, its data as JSON, its id."""

    name: str
    data: bytes = b"{}"
    id: int | None = None


class Listener:
    """One open stream: a bounded queue of messages for one principal."""

    def __init__(self, principal: Principal, size: int = QUEUE_SIZE) -> None:
        self.principal = principal
        self._queue: asyncio.Queue[Message] = asyncio.Queue(size)
        self._over = False

    def offer(self, message: Message) -> None:
        """Queue a message; when the listener is too slow, drop what it has not read and tell it to reload.

        After the end nothing is queued, so that no haste of others pushes the end itself out of the queue.
        """
        if self._over:
            return
        self._over = message.name == STOP
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            message = message if self._over else Message(RELOAD, id=message.id)
        self._queue.put_nowait(message)

    async def next(self) -> Message:
        """Return the next message."""
        return await self._queue.get()


class Hub:
    """Tells every listener of an organisation what was committed, in that order. Lives on the event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)
        self._watchers: list[Callable[[Committed], None]] = []
        self._closed = False

    def watch(self, watcher: Callable[[Committed], None]) -> None:
        """Tell a part of the service itself of every event, of all organisations."""
        self._watchers.append(watcher)

    def listeners(self, organisation_id: str | None = None) -> list[Listener]:
        """Return those who listen now, of one organisation or of all."""
        if organisation_id is not None:
            return list(self._listeners[organisation_id])
        return [listener for group in self._listeners.values() for listener in group]

    def join(self, listener: Listener) -> None:
        """Begin to tell a listener."""
        self._listeners[listener.principal.organisation_id].add(listener)
        if self._closed:
            listener.offer(Message(STOP))

    def leave(self, listener: Listener) -> None:
        """Stop telling a listener."""
        self._listeners[listener.principal.organisation_id].discard(listener)

    def publish(self, events: Sequence[Committed]) -> None:
        """Tell of committed events. Each is encoded once for all who see the same of it."""
        for event in events:
            for watcher in self._watchers:
                watcher(event)
            frames: dict[tuple[TokenRole, str | None, str | None], Message | None] = {}
            for listener in self._listeners[event.organisation_id]:
                asker = listener.principal
                key = (asker.role, asker.account_id, asker.workstation_id)
                if key not in frames:
                    frames[key] = message_for(asker, event)
                if (message := frames[key]) is not None:
                    listener.offer(message)

    def dismiss(self, is_meant: Callable[[Principal], bool]) -> None:
        """End the streams of those who may listen no more."""
        for listener in self.listeners():
            if is_meant(listener.principal):
                listener.offer(Message(STOP))

    def close(self) -> None:
        """Tell everyone that the service stops; their streams end."""
        self._closed = True
        for listener in self.listeners():
            listener.offer(Message(STOP))


def message_for(principal: Principal, event: Committed) -> Message | None:
    """Return what this principal is told of an event, or None."""
    items = [seen for thing in event.items if (seen := view(principal, thing)) is not None]
    removed = event.removed if principal.role in readers_of(KINDS[event.topic]) else ()
    if not items and not removed:
        return None
    told = Event(
        id=event.id,
        at=event.at,
        topic=event.topic,
        items=tuple(msgspec.Raw(msgspec.json.encode(item)) for item in items),
        removed=removed,
    )
    return Message(CHANGE, msgspec.json.encode(told), event.id)


async def drain(listener: Listener) -> AsyncIterator[Message]:
    """Yield a listener's messages until the service stops."""
    while (message := await listener.next()).name != STOP:
        yield message
    yield Message(STOP)
