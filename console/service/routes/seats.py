"""Seats of a call: what their participants do, and who a guest is."""

from datetime import datetime
from typing import Any

from litestar import Response, patch, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import select

from console.domain.accounts import Account, OnboardingStage
from console.domain.calls import (
    Call,
    GuestName,
    Reveal,
    Seat,
    SeatPatch,
    SeatRole,
    SeatState,
    refuse_impossible_past,
    with_seat,
)
from console.domain.errors import ConsoleError
from console.domain.tokens import TokenRole
from console.service import reading, schema
from console.service.auth import helpers, only
from console.service.problems import described
from console.service.resources import ACCOUNTS, CALLS, ORGANISATIONS
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
        reading.one(change.connection, CALLS, principal, thing_id)
        before = change.get(CALLS, thing_id)
        seat = _seat(before, seat_id)
        at = change.now if data.at is None else _in_the_past(change, before, data.at)
        after = with_seat(before, seat_id, data.state, at)
        if seat.role is SeatRole.HOST and data.state is SeatState.JOINED:
            _host_was_here(change, before.host_id, at)
        fields = ("seats", "status", "started_at", "ended_at")
        return change.update(CALLS, before, {name: getattr(after, name) for name in fields})

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
        _seat(change.get(CALLS, thing_id), seat_id)
        table = schema.guest_name.c
        name = change.connection.execute(
            select(table.name).where(table.seat_id == seat_id, table.forget_at > change.now)
        ).scalar()
        if name is None:
            raise reading.not_found()
        change.audit(Topic.CALL, "guest-revealed", thing_id, after={"seatId": seat_id}, reason=data.reason)
        return GuestName(seat_id=seat_id, name=name)

    return await backend.write(principal, work)


def _seat(call: Call, seat_id: str) -> Seat:
    for seat in call.seats:
        if seat.id == seat_id:
            return seat
    raise reading.not_found()


def _in_the_past(change: Transaction, call: Call, at: datetime) -> datetime:
    if not change.get(ORGANISATIONS, call.organisation_id).demonstration:
        raise ConsoleError(
            _("What people do in a call is told when they do it."),
            "",
            _("Leave out at: only a demonstration has an invented past."),
            code="unprocessable",
        )
    refuse_impossible_past(call, at, change.now)
    return at


def _host_was_here(change: Transaction, host_id: str, at: datetime) -> None:
    host = change.get(ACCOUNTS, host_id)
    used = {"last_used_at": max(host.last_used_at or at, at)}
    # It follows from the call, which is on record already.
    change.update(ACCOUNTS, host, {**used, **_signed_in(host, at)}, audited=False)


def _signed_in(host: Account, at: datetime) -> dict[str, Any]:
    if host.signed_in_at is not None:
        return {}
    invited = host.onboarding_stage is OnboardingStage.INVITED
    stage = {"onboarding_stage": OnboardingStage.SIGNED_IN} if invited else {}
    return {"signed_in_at": at, **stage}


handlers = [change_seat, reveal_guest]
