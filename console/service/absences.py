"""What is missed because time has passed: workstations that say nothing, calls to which nobody came."""

from sqlalchemy import ColumnElement

from console.domain.calls import MISSED_AFTER, UNHELD, is_missed, missed
from console.domain.devices import Workstation, is_offline
from console.service import schema
from console.service.backend import Backend, itself
from console.service.reading import every
from console.service.resources import CALLS, WORKSTATIONS
from console.service.transaction import Transaction


async def call_silent_workstations_offline(backend: Backend) -> None:
    """Tell of the workstations whose agents have said nothing for too long."""
    now = backend.clock()
    for organisation_id in {one.organisation_id for one in await _online(backend) if is_offline(one, now)}:
        await backend.write(itself(organisation_id), _offline)


async def believe_no_time_to_come(backend: Backend) -> None:
    """Take what was seen at a time yet to come as seen now: the clock was set back."""
    now = backend.clock()
    ahead = {one.organisation_id for one in await _online(backend) if one.last_seen_at and one.last_seen_at > now}
    for organisation_id in ahead:
        await backend.write(itself(organisation_id), _seen_now)


async def call_unheld_calls_missed(backend: Backend) -> None:
    """Tell of the calls to which nobody came."""
    now = backend.clock()
    late = schema.call.c.status.in_(UNHELD) & (schema.call.c.dtend < now - MISSED_AFTER)
    found = await backend.read(lambda connection: every(connection, CALLS, late))
    for organisation_id in {call.organisation_id for call in found}:
        await backend.write(itself(organisation_id), lambda change: _missed(change, late))


async def _online(backend: Backend) -> list[Workstation]:
    return await backend.read(lambda connection: every(connection, WORKSTATIONS, schema.workstation.c.online))


def _own_online(change: Transaction) -> list[Workstation]:
    table = schema.workstation.c
    mine = table.organisation_id == change.principal.organisation_id
    return every(change.connection, WORKSTATIONS, mine, table.online)


def _offline(change: Transaction) -> None:
    for machine in _own_online(change):
        if is_offline(machine, change.now):
            change.update(WORKSTATIONS, machine, {"online": False}, audited=False)


def _seen_now(change: Transaction) -> None:
    for machine in _own_online(change):
        if machine.last_seen_at and machine.last_seen_at > change.now:
            change.note(WORKSTATIONS, machine, {"last_seen_at": change.now})


def _missed(change: Transaction, late: ColumnElement[bool]) -> None:
    mine = schema.call.c.organisation_id == change.principal.organisation_id
    for call in every(change.connection, CALLS, mine, late):
        if is_missed(call, change.now):
            after = missed(call, change.now)
            change.update(CALLS, call, {"status": after.status, "seats": after.seats}, action="missed")
