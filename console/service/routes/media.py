"""What a media peer needs of the service: STUN and TURN servers, and the echo peer's signalling."""

import asyncio
from contextlib import suppress
from typing import Any, TypeAlias

import msgspec
import structlog
from litestar import WebSocket, get, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect

from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.domain.tokens import Principal, TokenRole
from console.domain.visibility import PEOPLE
from console.service.auth import only
from console.service.backend import Backend
from console.service.connectivity import EchoPeer
from console.service.hub import Listener
from console.service.problems import as_problem, described
from console.service.routes.given import Asker, TheBackend
from console.wire import paths
from console.wire.ice import IceServers
from console.wire.signalling import Message, Offer, Ping, Pong, Prepare, Prepared, Refusal, decoded, encoded
from console.words import _

log = structlog.get_logger()

MOST_SECONDS = 900.0
"""Of one echo: a test is over long before."""

Socket: TypeAlias = WebSocket[Principal, Any, State]
testers = only(*PEOPLE, TokenRole.AGENT)


@get(paths.ICE_SERVERS, operation_id="ice_servers", tags=["media"], guards=[testers], responses=described())
async def ice_servers(backend: TheBackend, principal: Asker) -> IceServers:
    """Tell the STUN and TURN servers to use, with credentials that end after four hours. Empty where none is set."""
    return _servers(backend, principal)


@websocket(paths.ECHO, guards=[testers])
async def echo(socket: Socket, backend: TheBackend) -> None:
    """Answer pings, and offers by the echo peer, which sends back what it hears until the socket closes."""
    await socket.accept()
    session = new_id(backend.clock())
    listener = Listener(socket.user)
    backend.talks.join(listener)
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while (text := await _next(socket, listener)) is not None:
                await socket.send_text(encoded(await _reply(backend, socket.user, session, text)))
    except TimeoutError:
        pass
    finally:
        backend.talks.leave(listener)
        if backend.connectivity.echo is not None:
            backend.connectivity.echo.end(session)
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close()


async def _next(socket: Socket, listener: Listener) -> str | bytes | None:
    """Return what is said next, None when the socket closes, the token is good no more, or the service stops."""
    dismissed = asyncio.ensure_future(listener.next())
    hearing = asyncio.ensure_future(socket.receive_text())
    try:
        await asyncio.wait([dismissed, hearing], return_when=asyncio.FIRST_COMPLETED)
        return None if dismissed.done() else hearing.result()
    except WebSocketDisconnect:
        return None
    finally:
        dismissed.cancel()
        hearing.cancel()


async def _reply(backend: Backend, principal: Principal, session: str, text: str | bytes) -> Message:
    try:
        heard = decoded(text)
        if isinstance(heard, Ping):
            return Pong(number=heard.number)
        if isinstance(heard, Prepare):
            _peer(backend).prepare()
            return Prepared()
        if isinstance(heard, Offer):
            return await _peer(backend).answer(session, heard, _servers(backend, principal))
        raise _not_understood("")
    except msgspec.DecodeError as error:
        return Refusal(problem=as_problem(_not_understood(str(error))))
    except ConsoleError as error:
        log.warning("echo refused", code=error.code)
        return Refusal(problem=as_problem(error))


def _peer(backend: Backend) -> EchoPeer:
    peer = backend.connectivity.echo
    if peer is None:
        raise ConsoleError(
            _("This service has no peer that sends sound back."),
            "",
            _("The test goes on without it."),
            code="no-echo",
        )
    return peer


def _servers(backend: Backend, principal: Principal) -> IceServers:
    return backend.connectivity.ice_servers(principal.token_id)


def _not_understood(detail: str) -> ConsoleError:
    return ConsoleError(
        _("The request is not in the form that is asked for."),
        detail,
        _("See the detail, mend it and send it again."),
        code="invalid",
    )


handlers = [ice_servers, echo]
