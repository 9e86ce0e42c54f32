"""Listening to a service: server-sent events, as they come."""

from collections.abc import AsyncGenerator
from typing import TypeAlias

import httpx
import msgspec
from httpx_sse import SSEError, aconnect_sse

from console.client.http import Http, answered, unreachable
from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.wire import paths
from console.wire.events import CHANGE, CLOCK, RELOAD, STOP, Event
from console.wire.page import ClockReading
from console.words import _

# The service tells its clock every 10 s; a stream that is silent for longer is broken, whatever the network says.
SILENCE = httpx.Timeout(5.0, read=25.0)


class Reload(Noun, frozen=True, kw_only=True):
    """What was missed can't be told: read anew, then go on after this event."""

    last_event_id: str | None


class Stopping(Noun, frozen=True, kw_only=True):
    """The service goes down."""


Heard: TypeAlias = Event | Reload | ClockReading | Stopping

_events = msgspec.json.Decoder(Event)
_clocks = msgspec.json.Decoder(ClockReading)


async def listen(http: Http, last_event_id: str | None) -> AsyncGenerator[Heard, None]:
    """Yield what the service tells; raise ConsoleError when the stream breaks or ends."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id is not None else {}
    try:
        async with aconnect_sse(http.client, "GET", paths.EVENTS, headers=headers, timeout=SILENCE) as source:
            if not source.response.is_success:
                await source.response.aread()
                answered(source.response, type(None))
            async for message in source.aiter_sse():
                heard = _heard(message.event, message.data, message.id)
                if heard is not None:
                    yield heard
    except (httpx.HTTPError, SSEError) as failure:
        raise _broken(http.url, failure) from failure
    raise _broken(http.url, None)


def _heard(name: str, data: str, event_id: str) -> Heard | None:
    try:
        if name == CHANGE:
            return _events.decode(data)
        if name == CLOCK:
            return _clocks.decode(data)
    except msgspec.DecodeError:
        return Reload(last_event_id=event_id or None)  # from a service of another version: better to read anew
    if name == RELOAD:
        return Reload(last_event_id=event_id or None)
    return Stopping() if name == STOP else None


def _broken(url: str, failure: httpx.HTTPError | SSEError | None) -> ConsoleError:
    if isinstance(failure, httpx.HTTPError):
        return unreachable(url, failure)
    return ConsoleError(
        _("The service at {url} has ended the connection.", url=url),
        "",
        _("It is tried again by itself."),
        code="unreachable",
    )
