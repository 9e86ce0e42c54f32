"""Seats of a call: what their participants do, and who a guest is."""

from litestar import Response, patch, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import select

from console.domain.calls import (
    Call,
    GuestName,
    Reveal,
    SeatPatch,
    SeatRole,
    SeatState,
)
from console.domain.errors import ConsoleError
from console.domain.tokens import TokenRole
from console.service import reading, schema, seating
from console.service.auth import helpers, only
from console.service.problems import described
from console.service.resources import CALLS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import ThingId, answered
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.events import Topic
from console.words import _

SEAT = f"{paths.CALLS}/{{thing_id:str}}/seats/{{seat_id:str}}"


@patch(
    SEAT,
    operation_id="change_seat",
    tags=["call"],
    guards=[only(TokenRole.ADMIN, TokenRole.SUPPORT, TokenRole.EMPLOYEE)],
    responses=described(404, 409, 422),
)
async def change_seat(
    backend: TheBackend, principal: Asker, thing_id: ThingId, seat_id: FromPath[str], data: JSONBody[SeatPatch]
) -> Response[Call]:
    """Tell what a participant does; the call's status follows. An employee tells it of calls of their own."""

    def work(change: Transaction) -> Call:
        call = reading.one(change.connection, CALLS, principal, thing_id)
        if seating.seat_of(call, seat_id).role is SeatRole.SUPPORT and data.state is not SeatState.LEFT:
            raise ConsoleError(
                _("Support comes in when everybody in the call has said yes."),
                "",
                _("Join the call: they are asked then."),
                code="conflict",
            )
        return seating.move(change, thing_id, seat_id, data.state, data.at)

    return answered(principal, await backend.write(principal, work))


@post(
    f"{SEAT}/reveal",
    operation_id="reveal_guest",
    tags=["call"],
    guards=[helpers],
    responses=described(404),
    status_code=200,
)
async def reveal_guest(
    backend: TheBackend, principal: Asker, thing_id: ThingId, seat_id: FromPath[str], data: JSONBody[Reveal]
) -> GuestName:
    """Tell a guest's name. Who asked and why is put on record; the name is not."""

    def work(change: Transaction) -> GuestName:
        seating.seat_of(change.get(CALLS, thing_id), seat_id)
        table = schema.guest_name.c
        name = change.connection.execute(
            select(table.name).where(table.seat_id == seat_id, table.forget_at > change.now)
        ).scalar()
        if name is None:
            raise reading.not_found()
        change.audit(Topic.CALL, "guest-revealed", thing_id, after={"seatId": seat_id}, reason=data.reason)
        return GuestName(seat_id=seat_id, name=name)

    return await backend.write(principal, work)


handlers = [change_seat, reveal_guest]
