"""The stream of what changes: server-sent events, resumed by Last-Event-ID."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import HeaderParameter
from litestar.response import Stream
from sqlalchemy import Connection, Row, func, select

from console.domain.tokens import Principal
from console.service import schema
from console.service.auth import listeners
from console.service.backend import Backend
from console.service.hub import Listener, Message, message_for
from console.service.problems import described
from console.service.resources import DECODERS
from console.service.routes.given import Asker, TheBackend
from console.service.transaction import Committed
from console.wire import paths
from console.wire.events import CLOCK, RELOAD, STOP

CLOCK_EVERY = 10.0
MOST_RESUMED = 5_000

LastEventId = Annotated[
    str | None, HeaderParameter(name="Last-Event-ID", description="the last event that was seen, to go on from there")
]


@get(
    paths.EVENTS,
    operation_id="events",
    tags=["service"],
    guards=[listeners],
    responses=described(),
    media_type="text/event-stream",
)
async def events(backend: TheBackend, principal: Asker, last_event_id: LastEventId = None) -> Stream:
    """Stream what changes from now on, or from after the event that was last seen.

    `change` carries an event; `reload` says that what was missed can't be told: read anew; `clock` what the service's
    clock shows; `stop` that the service goes down.
    """
    return Stream(
        _frames(backend, Listener(principal), last_event_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _frames(backend: TheBackend, listener: Listener, last_event_id: str | None) -> AsyncIterator[bytes]:
    # Listening begins before the past is read: what is committed in between is told twice rather than never. It begins
    # here: a stream that was asked for but never read would be listened for without end.
    backend.hub.join(listener)
    try:
        yield _encoded(_clock(backend))
        seen = 0
        for message in await backend.read(lambda connection: missed(connection, listener.principal, last_event_id)):
            seen = max(seen, message.id or 0)
            yield _encoded(message)
        while True:
            message = await _next(backend, listener)
            if message.id is None or message.id > seen:
                yield _encoded(message)
            if message.name == STOP:
                return
    finally:
        backend.hub.leave(listener)


async def _next(backend: TheBackend, listener: Listener) -> Message:
    try:
        async with asyncio.timeout(CLOCK_EVERY):
            return await listener.next()
    except TimeoutError:
        return _clock(backend)


def _clock(backend: Backend) -> Message:
    return Message(CLOCK, msgspec.json.encode(backend.now()))


def _encoded(message: Message) -> bytes:
    number = b"" if message.id is None else b"id: %d\n" % message.id
    return b"%sevent: %s\ndata: %s\n\n" % (number, message.name.encode(), message.data)


def missed(connection: Connection, principal: Principal, last_event_id: str | None) -> list[Message]:
    """Return what a listener missed since an event, or one `reload` when that can't be told.

    For a first time listener it is a `reload` with the latest id: read anew, then go on from there.
    """
    table = schema.event.c
    mine = table.organisation_id == principal.organisation_id
    oldest, latest = connection.execute(select(func.min(table.id), func.max(table.id)).where(mine)).one()
    if last_event_id is None or not last_event_id.isascii() or not last_event_id.isdigit():
        return [Message(RELOAD, id=latest or 0)]
    since = int(last_event_id[:18])
    if since > (latest or 0) or (oldest is not None and since < oldest - 1):
        return [Message(RELOAD, id=latest or 0)]
    query = select(schema.event).where(mine, table.id > since).order_by(table.id).limit(MOST_RESUMED + 1)
    rows = connection.execute(query).all()
    if len(rows) > MOST_RESUMED:
        return [Message(RELOAD, id=latest or 0)]
    try:
        told = [message_for(principal, _committed(row)) for row in rows]
    except msgspec.ValidationError:  # an earlier version of the program told them, of things that are different now
        return [Message(RELOAD, id=latest or 0)]
    return [message for message in told if message is not None]


def _committed(row: Row[Any]) -> Committed:
    fields = row._mapping
    items = DECODERS[fields["topic"]].decode(fields["items"])
    return Committed(
        id=fields["id"],
        at=fields["at"],
        organisation_id=fields["organisation_id"],
        topic=fields["topic"],
        items=items,
        removed=fields["removed"],
    )


handlers = [events]
