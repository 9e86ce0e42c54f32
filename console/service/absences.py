"""What is over because time has passed: workstations that say nothing, calls, waits and checks that nobody ends."""

from sqlalchemy import ColumnElement

from console.domain.calls import MISSED_AFTER, OVER, UNHELD, Call, forsaken, is_forsaken, is_missed, missed
from console.domain.checks import UNDER_WAY, moved_on, overdue
from console.domain.desks import WaitState, still_waiting
from console.domain.devices import Workstation, is_offline
from console.service import participating, schema
from console.service.backend import Backend, itself
from console.service.reading import every
from console.service.resources import CALLS, CHECKS, DESKS, WORKSTATIONS
from console.service.seating import keep, seat_of
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


async def end_forsaken_calls(backend: Backend) -> None:
    """Tell of the calls that have run, and in which nobody is any more though nobody has said so."""
    now = backend.clock()
    table = schema.call.c
    begun = table.status.not_in(OVER) & table.started_at.is_not(None) & (table.dtend < now)
    found = await backend.read(lambda connection: every(connection, CALLS, begun))
    for organisation_id in {call.organisation_id for call in found if is_forsaken(call, now)}:
        await backend.write(itself(organisation_id), lambda change: _forsaken(change, begun))


async def end_forsaken_waits(backend: Backend) -> None:
    """Tell of the guests who can't be waiting at a desk any more."""
    now = backend.clock()
    found = await backend.read(lambda connection: every(connection, DESKS))
    for organisation_id in {desk.organisation_id for desk in found if still_waiting(desk, now) != desk.waits}:
        await backend.write(itself(organisation_id), _left)


async def end_overdue_checks(backend: Backend) -> None:
    """End the runs of checks that nobody goes on with: the agent that should have has gone."""
    under_way = schema.check.c.state.in_(UNDER_WAY)
    found = await backend.read(lambda connection: every(connection, CHECKS, under_way))
    for organisation_id in {run.organisation_id for run, _end in overdue(found, backend.clock())}:
        await backend.write(itself(organisation_id), _end_overdue)


async def take_absent_participants_as_gone(backend: Backend) -> None:
    """Tell of the participants whose page has been away for too long."""
    for call, seat_id in backend.meetings.absent(backend.clock()):

        def work(change: Transaction, call: Call = call, seat_id: str = seat_id) -> None:
            now = change.get(CALLS, call.id)
            participating.leave(change, now, seat_of(now, seat_id))

        await backend.write(itself(call.organisation_id), work)


def _end_overdue(change: Transaction) -> None:
    table = schema.check.c
    mine = table.organisation_id == change.principal.organisation_id
    for run, end in overdue(every(change.connection, CHECKS, mine, table.state.in_(UNDER_WAY)), change.now):
        after = moved_on(run, end, change.now)
        change.update(CHECKS, run, {"state": after.state, "ended_at": after.ended_at}, action=str(after.state))


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
            keep(change, call, missed(call, change.now), action="missed")


def _forsaken(change: Transaction, begun: ColumnElement[bool]) -> None:
    mine = schema.call.c.organisation_id == change.principal.organisation_id
    for call in every(change.connection, CALLS, mine, begun):
        if is_forsaken(call, change.now):
            keep(change, call, forsaken(call, change.now), action="ended")


def _left(change: Transaction) -> None:
    for desk in every(change.connection, DESKS, schema.desk.c.organisation_id == change.principal.organisation_id):
        waits = still_waiting(desk, change.now)
        change.update(DESKS, desk, {"waits": waits}, audited=False)
        for wait in desk.waits:
            if wait not in waits:
                change.audit(DESKS.topic, f"wait-{WaitState.LEFT}", desk.id, after={"waitId": wait.id, "callId": None})
