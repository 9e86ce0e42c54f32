"""Raises alerts for what is wrong and closes them when it is no more."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from console.domain.alerts import SOON, Alert, AlertState, Reckoning, World, findings, reckoned
from console.domain.calls import Call, CallStatus
from console.service import schema
from console.service.backend import Backend, itself
from console.service.reading import every
from console.service.resources import ACCOUNTS, ALERTS, CALLS, DESKS, ORGANISATIONS, WORKSTATIONS
from console.service.transaction import Committed, Transaction
from console.wire.events import Topic

BACK = timedelta(days=1)
LOOKED_AT = frozenset({Topic.CALL, Topic.ACCOUNT, Topic.WORKSTATION, Topic.DESK})
HERE = (CallStatus.WAITING, CallStatus.RUNNING)


class Alerting:
    """Reckons an organisation's alerts anew when something that they are about has changed."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._changed: set[str] = set()
        backend.hub.watch(self._notice)

    def _notice(self, event: Committed) -> None:
        if event.topic in LOOKED_AT:
            self._changed.add(event.organisation_id)

    async def look_where_something_changed(self) -> None:
        """Reckon for the organisations in which something has changed since the last time."""
        changed, self._changed = self._changed, set()
        for organisation_id in changed:
            await self._look(organisation_id)

    async def look_everywhere(self) -> None:
        """Reckon for all: some things are wrong only because time has passed."""
        self._changed.clear()
        for organisation in await self._backend.read(lambda connection: every(connection, ORGANISATIONS)):
            await self._look(organisation.id)

    async def _look(self, organisation_id: str) -> None:
        now = self._backend.clock()
        # Most of the time nothing is to be written: the writer is not held up for finding that out.
        if await self._backend.read(lambda connection: _reckon(connection, organisation_id, now)):
            await self._backend.write(itself(organisation_id), _apply)


def _reckon(connection: Connection, organisation_id: str, now: datetime) -> Reckoning:
    table = schema.alert.c
    standing = every(connection, ALERTS, table.organisation_id == organisation_id, table.standing)
    return reckoned(organisation_id, standing, findings(_world(connection, organisation_id, now)), now)


def _world(connection: Connection, organisation_id: str, now: datetime) -> World:
    calls = _calls_around(connection, organisation_id, now)
    hosts = {call.host_id for call in calls}
    return World(
        now=now,
        calls=calls,
        accounts={account.id: account for account in every(connection, ACCOUNTS, schema.account.c.id.in_(hosts))},
        workstations=every(connection, WORKSTATIONS, schema.workstation.c.organisation_id == organisation_id),
        desks=every(connection, DESKS, schema.desk.c.organisation_id == organisation_id),
    )


def _calls_around(connection: Connection, organisation_id: str, now: datetime) -> list[Call]:
    table = schema.call.c
    near = (table.status == CallStatus.SCHEDULED) & table.dtstart.between(now - BACK, now + SOON)
    return every(connection, CALLS, table.organisation_id == organisation_id, near | table.status.in_(HERE))


def _apply(change: Transaction) -> None:
    reckoning = _reckon(change.connection, change.principal.organisation_id, change.now)
    change.insert(ALERTS, *reckoning.raised, standing=True)
    for alert in reckoning.gone:
        _close(change, alert)
    for alert in reckoning.due:
        change.update(ALERTS, alert, {"state": AlertState.OPEN, "later_until": None}, action="due")
    for alert in reckoning.shifted:
        before = change.get(ALERTS, alert.id)
        change.update(ALERTS, before, {"severity": alert.severity}, audited=False)


def _close(change: Transaction, alert: Alert) -> None:
    extra = {"standing": False}
    if alert.state is AlertState.CLOSED:
        change.note(ALERTS, alert, {}, extra=extra)
    else:
        closed = {"state": AlertState.CLOSED, "closed_at": change.now}
        change.update(ALERTS, alert, closed, action="closed", extra=extra)
