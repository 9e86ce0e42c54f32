"""A seat's way in: its link is exchanged for a cookie, its page asks what it is invited to, and then signals."""

import asyncio
import re
from contextlib import suppress
from typing import Any, TypeAlias

import msgspec
from litestar import Request, Response, WebSocket, get, post, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from console.domain.calls import Call
from console.domain.errors import ConsoleError
from console.service import links, participating, seating
from console.service.backend import Backend
from console.service.links import SeatHolder
from console.service.meetings import Chair, Meeting
from console.service.origins import own_cookie, refuse_foreign
from console.service.problems import as_problem
from console.service.reading import stored
from console.service.resources import ACCOUNTS, ORGANISATIONS, SERVICES
from console.service.routes.given import TheBackend
from console.wire import paths
from console.wire.meeting import (
    PAGE_ID,
    Admit,
    AskIn,
    Consent,
    End,
    FromSeat,
    Help,
    Identify,
    Invitation,
    Leave,
    LinkSecret,
    Negotiate,
    Point,
    Sending,
    Turn,
    Typed,
    Welcome,
    decoded,
    encoded,
)
from console.wire.signalling import Refusal
from console.words import _

COOKIE = "bedside-seat"
AnyRequest: TypeAlias = Request[Any, Any, State]
Socket: TypeAlias = WebSocket[Any, Any, State]


@post(paths.CALL_PAGE, opt={"open": True}, include_in_schema=False, status_code=200)
async def open_link(request: AnyRequest, backend: TheBackend, data: JSONBody[LinkSecret]) -> Response[Invitation]:
    """Exchange a link's secret for a cookie of its seat, which no script reads and no other site sends."""
    refuse_foreign(request, backend)

    def work(change: Connection) -> tuple[str, SeatHolder, Invitation]:
        call, holder = links.opened(change, data.secret, backend.clock)
        return links.kept(change, holder), holder, _invitation(change, backend, call, holder)

    secret, holder, invitation = await backend.database.write(work, lambda _result: None)
    await participating.act(backend, holder, participating.forget_consent)
    cookie = own_cookie(request, backend, COOKIE, secret, f"{paths.CALL_PAGE}/{invitation.seat_id}")
    return Response(invitation, cookies=[cookie], headers={"Cache-Control": "no-store"})


@get(f"{paths.CALL_PAGE}/{{seat_id:str}}/seat", opt={"open": True}, include_in_schema=False)
async def show_seat(request: AnyRequest, backend: TheBackend, seat_id: FromPath[str]) -> Response[Invitation]:
    """Tell a page that was loaded again what it is invited to."""
    secret = request.cookies.get(COOKIE, "")

    def work(connection: Connection) -> Invitation:
        call, holder = links.held(connection, seat_id, secret, backend.clock)
        return _invitation(connection, backend, call, holder)

    return Response(await backend.read(work), headers={"Cache-Control": "no-store"})


@websocket(f"{paths.CALL_PAGE}/{{seat_id:str}}/signals", opt={"open": True})
async def signals(socket: Socket, backend: TheBackend, seat_id: FromPath[str]) -> None:
    """Connect a page to its call."""
    refuse_foreign(socket, backend)
    page = _page_id(socket.query_params.get("page", ""))
    offers = socket.query_params.get("offers") != "no"
    secret = socket.cookies.get(COOKIE, "")
    call, holder = await backend.read(lambda connection: links.held(connection, seat_id, secret, backend.clock))
    await socket.accept()
    meeting, chair = backend.meetings.enter(call, holder.seat_id, page, offers=offers)
    chair.tell(Welcome(seat=holder.seat_id, servers=backend.connectivity.ice_servers(holder.seat_id)))
    meeting.tell_all()
    telling = asyncio.create_task(_tell(socket, chair))
    hearing = asyncio.create_task(_hear(socket, backend, holder, meeting, chair))
    try:
        await asyncio.wait([telling, hearing], return_when=asyncio.FIRST_COMPLETED)
    finally:
        telling.cancel()
        hearing.cancel()
        await asyncio.gather(telling, hearing, return_exceptions=True)
        backend.meetings.leave(meeting, chair, backend.clock())
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close()


async def _tell(socket: Socket, chair: Chair) -> None:
    while True:
        message = await chair.said.get()
        await socket.send_text(encoded(message))
        if chair.over and chair.said.empty():
            return


async def _hear(socket: Socket, backend: Backend, holder: SeatHolder, meeting: Meeting, chair: Chair) -> None:
    while True:
        try:
            text = await socket.receive_text()
        except WebSocketDisconnect:
            return
        try:
            await _do(backend, holder, meeting, chair, decoded(text))
        except msgspec.DecodeError:
            chair.tell(Refusal(problem=as_problem(_not_understood())))
        except ConsoleError as error:
            chair.tell(Refusal(problem=as_problem(error)))


async def _do(backend: Backend, holder: SeatHolder, meeting: Meeting, chair: Chair, said: FromSeat) -> None:
    match said:
        case Negotiate():
            meeting.hand_on(chair, said)
        case Typed():
            meeting.spell(chair, said)
        case Sending():
            meeting.sends(chair, said)
        case Turn():
            meeting.turn(chair, said.page)
        case Point():
            meeting.point(chair, said.at)
        case AskIn():
            await participating.act(backend, holder, participating.come)
        case Admit():
            await participating.act(backend, holder, participating.admit(said.seat))
        case Identify():
            await participating.act(backend, holder, participating.identify(said.seat, said.how))
        case Consent():
            await participating.act(backend, holder, participating.consent(yes=said.yes))
        case Help():
            await participating.act(backend, holder, participating.ask_help(wanted=said.wanted))
        case Leave():
            await participating.act(backend, holder, participating.leave)
        case End():
            await participating.act(backend, holder, participating.end)


def _invitation(connection: Connection, backend: Backend, call: Call, holder: SeatHolder) -> Invitation:
    seat = seating.seat_of(call, holder.seat_id)
    organisation = stored(connection, ORGANISATIONS, call.organisation_id, call.organisation_id)
    host = stored(connection, ACCOUNTS, call.organisation_id, call.host_id)
    service = None
    if call.service_id is not None and not call.confidential:
        service = stored(connection, SERVICES, call.organisation_id, call.service_id).name
    return Invitation(
        seat_id=seat.id,
        role=seat.role,
        number=seat.number,
        status=call.status,
        dtstart=call.dtstart,
        dtend=call.dtend,
        timezone=organisation.timezone,
        host=host.display_name,
        organisation=organisation.name,
        service=service,
        demonstration=organisation.demonstration,
        now=backend.clock(),
        sign_language=seat.sign_language,
    )


def _page_id(told: str) -> str:
    if re.fullmatch(PAGE_ID, told) is None:
        raise _not_understood()
    return told


def _not_understood() -> ConsoleError:
    return ConsoleError(
        _("The request is not in the form that is asked for."), "", _("Load the page again."), code="invalid"
    )


handlers = [open_link, show_seat, signals]
