"""Calls."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody, QueryParameter
from sqlalchemy import ColumnElement, insert, select, update

from console.domain.accounts import Account
from console.domain.calls import (
    USUAL_LENGTH,
    Call,
    CallPatch,
    CallStatus,
    NewCall,
    SeatRole,
    closed_by_hand,
    refuse_impossible_times,
    refuse_over,
    seats_for,
    with_host,
)
from console.domain.errors import ConsoleError
from console.domain.noun import casefolded, new_id
from console.domain.retention import GUEST_NAME_AFTER_CALL
from console.service import reading, schema
from console.service.auth import helpers, people
from console.service.problems import described
from console.service.resources import ACCOUNTS, CALLS, PLACES, ROOMS, SERVICES
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import (
    Cursor,
    IfMatch,
    Limit,
    ThingId,
    answered,
    changes_of,
    moment,
    moment_of,
    one_of,
    single_route,
    version_of,
)
from console.service.seating import keep
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.page import Page
from console.words import _


@get(paths.CALLS, operation_id="list_call", tags=["call"], guards=[people], responses=described())
async def list_calls(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    after: Annotated[str | None, moment("from", "only what ends after this")] = None,
    before: Annotated[str | None, moment("to", "only what starts before this")] = None,
    host: Annotated[
        str | None, QueryParameter(name="host", max_length=100, description="the host's id or userName")
    ] = None,
    status: Annotated[str | None, one_of(CallStatus, "status")] = None,
) -> Page[Call]:
    """List calls: all, or those of a time, a host, a status (several, with commas between)."""
    table = schema.call.c
    where: list[ColumnElement[bool]] = []
    if (since := moment_of("from", after)) is not None:
        where.append(table.dtend > since)
    if (until := moment_of("to", before)) is not None:
        where.append(table.dtstart < until)
    if status is not None:
        where.append(table.status.in_([CallStatus(word) for word in status.split(",")]))
    if host is not None:
        hosts = select(schema.account.c.id).where(*_named(principal.organisation_id, host))
        where.append(table.host_id.in_(hosts))
    return await backend.read(lambda connection: reading.page(connection, CALLS, principal, cursor, limit, *where))


@post(paths.CALLS, operation_id="create_call", tags=["call"], guards=[helpers], responses=described(409, 422))
async def create_call(backend: TheBackend, principal: Asker, data: JSONBody[NewCall]) -> Response[Call]:
    """Schedule a call. Names of guests are kept apart from it and forgotten 30 days after its end."""
    return answered(principal, await backend.write(principal, lambda change: create(change, data)), 201)


@patch(
    f"{paths.CALLS}/{{thing_id:str}}",
    operation_id="change_call",
    tags=["call"],
    guards=[helpers],
    responses=described(404, 409, 412, 422, 428),
)
async def change_call(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[CallPatch], if_match: IfMatch = None
) -> Response[Call]:
    """Change a call that is not over, or end or cancel it."""
    version = version_of(if_match)

    def work(change: Transaction) -> Call:
        before = change.seen(CALLS, thing_id, version)
        return keep(change, before, _changed(change, before, changes_of(data)), version=version)

    return answered(principal, await backend.write(principal, work))


def create(change: Transaction, new: NewCall) -> Call:
    """Add a call with its seats, and the names of its guests apart from it."""
    dtend = new.dtend or new.dtstart + USUAL_LENGTH
    refuse_impossible_times(new.dtstart, dtend)
    host = host_named(change, new.host)
    call = Call(
        id=new_id(change.now),
        organisation_id=change.principal.organisation_id,
        host_id=host.id,
        dtstart=new.dtstart,
        dtend=dtend,
        room_id=new.room_id,
        place_id=new.place_id,
        seats=seats_for(
            host.id, new.guests, change.now, interpreters=new.interpreters, sign_language=new.sign_language
        ),
        **_of_service(change, new.service_id, host),
    )
    _refer(change, call)
    change.insert(CALLS, call)
    keep_names(change, call, new.guest_names)
    return call


def host_named(change: Transaction, name: str) -> Account:
    """Return the account of this id or userName; raise conflict where there is none or it is off."""
    found = reading.every(change.connection, ACCOUNTS, *_named(change.principal.organisation_id, name))
    if not found:
        raise ConsoleError(
            _("There is no account {name}.", name=name), "", _("See that the user name is right."), code="conflict"
        )
    if not found[0].active:
        raise ConsoleError(
            _("The account {name} is off.", name=found[0].user_name),
            "",
            _("Turn it on again or choose another host."),
            code="conflict",
        )
    return found[0]


def _named(organisation_id: str, name: str) -> tuple[ColumnElement[bool], ...]:
    table = schema.account.c
    is_it = (table.id == name) | (table.folded_user_name == casefolded(name))
    return table.organisation_id == organisation_id, is_it


def _changed(change: Transaction, before: Call, changes: dict[str, Any]) -> Call:
    """Return the call after all that changes with what was asked for."""
    status = changes.pop("status", before.status)
    if changes:
        refuse_over(before)
    host = host_named(change, changes.pop("host")) if "host" in changes else change.get(ACCOUNTS, before.host_id)
    if host.id != before.host_id or "service_id" in changes:
        service_id = changes.pop("service_id", before.service_id)
        changes |= {"host_id": host.id, "seats": with_host(before.seats, host.id)}
        changes |= _of_service(change, service_id, host)
    moved = msgspec.structs.replace(before, **changes)
    refuse_impossible_times(moved.dtstart, moved.dtend)
    _refer(change, moved)
    if moved.dtend != before.dtend:
        _forget_names_later(change, moved)
    return closed_by_hand(moved, status, change.now)


def _of_service(change: Transaction, service_id: str | None, host: Account) -> dict[str, Any]:
    """Return the department and the confidentiality of a call: its service's, or else its host's."""
    change.refer(SERVICES, service_id)
    if service_id is None:
        return {"service_id": None, "department": host.department, "confidential": False}
    service = change.get(SERVICES, service_id)
    return {"service_id": service.id, "department": service.department, "confidential": service.confidential}


def _refer(change: Transaction, call: Call) -> None:
    change.refer(ROOMS, call.room_id)
    change.refer(PLACES, call.place_id)


def keep_names(change: Transaction, call: Call, names: tuple[str, ...]) -> None:
    """Keep the names of guests, apart from the call; raise unprocessable where there are more than seats."""
    if not names:
        return
    seats = [seat for seat in call.seats if seat.role is SeatRole.GUEST]
    if len(names) > len(seats):
        raise ConsoleError(
            _("There are more guests' names than seats for guests."), "", _("Give more seats."), code="unprocessable"
        )
    rows = [
        {
            "seat_id": seat.id,
            "organisation_id": call.organisation_id,
            "name": name,
            "forget_at": call.dtend + GUEST_NAME_AFTER_CALL,
        }
        for seat, name in zip(seats, names, strict=False)
    ]
    change.connection.execute(insert(schema.guest_name), rows)


def _forget_names_later(change: Transaction, call: Call) -> None:
    table = schema.guest_name
    mine = table.c.seat_id.in_([seat.id for seat in call.seats])
    change.connection.execute(update(table).where(mine).values(forget_at=call.dtend + GUEST_NAME_AFTER_CALL))


handlers = [list_calls, single_route(CALLS, paths.CALLS), create_call, change_call]
