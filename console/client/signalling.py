"""Speaking with a service over a WebSocket: one question, one answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from console.client.http import Http
from console.domain.errors import ConsoleError, reason
from console.wire import paths, signalling
from console.wire.problems import as_error
from console.wire.signalling import LONGEST, Message, Refusal
from console.words import _

OPENS_WITHIN = 5.0
ANSWERS_WITHIN = 20.0
"""Seconds: the echo peer's program may have to be started for the first question."""


class Channel:
    """An open WebSocket of the service's."""

    def __init__(self, socket: ClientConnection, url: str) -> None:
        self._socket = socket
        self._url = url

    async def ask(self, message: Message) -> Message:
        """Say something and return what is answered; raise ConsoleError where it is refused or the socket breaks."""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await self._socket.send(signalling.encoded(message))
                heard = signalling.decoded(await self._socket.recv())
        except (WebSocketException, OSError, TimeoutError, msgspec.DecodeError) as failure:
            raise broken(self._url, why(failure)) from failure
        if isinstance(heard, Refusal):
            raise as_error(heard.problem)
        return heard


@asynccontextmanager
async def opened(http: Http) -> AsyncIterator[Channel]:
    """Open the echo peer's signalling for as long as the context lasts."""
    url = f"ws{http.url.removeprefix('http')}{paths.ECHO}"
    try:
        socket = await connect(
            url,
            additional_headers={"Authorization": http.client.headers.get("Authorization", "")},
            ssl=http.trust if url.startswith("wss") else None,
            open_timeout=OPENS_WITHIN,
            close_timeout=1.0,
            max_size=LONGEST,
            proxy=None,
        )
    except InvalidStatus as refusal:
        raise _refused(http.url, refusal.response.status_code) from refusal
    except (WebSocketException, OSError, TimeoutError) as failure:
        raise broken(http.url, why(failure)) from failure
    try:
        yield Channel(socket, http.url)
    finally:
        await asyncio.shield(socket.close())


def _refused(url: str, status: int) -> ConsoleError:
    if status in (401, 403):
        return ConsoleError(
            _("The service does not know this token."),
            f"HTTP {status}",
            _("Ask an admin for a new token, then run: bedside login URL"),
            code="unauthorized",
        )
    return broken(url, f"HTTP {status}")


def why(failure: Exception) -> str:
    """Return why a WebSocket did not open or broke, in plain words where any are known."""
    if isinstance(failure, TimeoutError):
        return _("It did not answer in time.")
    if isinstance(failure, InvalidStatus):
        return f"HTTP {failure.response.status_code}"
    if isinstance(failure, ConnectionClosed):
        return _("It was closed from the other side.")
    return reason(failure) if isinstance(failure, OSError) else type(failure).__name__


def broken(url: str, detail: str) -> ConsoleError:
    """Return what it means that a WebSocket breaks."""
    return ConsoleError(
        _("The service at {url} can't be spoken with over a WebSocket.", url=url),
        detail,
        _("Ask whoever keeps the proxy or the firewall to let WebSockets pass."),
        code="websocket-blocked",
    )
