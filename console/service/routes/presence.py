"""Who needs the service just now, and its stopping."""

from litestar import get, post
from sqlalchemy import ColumnElement, Connection

from console.domain.calls import CallStatus, SeatState
from console.domain.tokens import Principal
from console.service import schema
from console.service.auth import owner, staff
from console.service.problems import described
from console.service.reading import every
from console.service.resources import CALLS, WORKSTATIONS
from console.service.routes.given import Asker, TheBackend
from console.wire import paths
from console.wire.presence import Presence

HERE = frozenset({SeatState.WAITING, SeatState.JOINED})


@get(paths.PRESENCE, operation_id="presence", tags=["service"], guards=[staff], responses=described())
async def presence(backend: TheBackend, principal: Asker) -> Presence:
    """Count who would lose something if the service stopped: of one organisation, for the home's owner of all."""
    consoles = len(backend.hub.listeners(None if principal.owner else principal.organisation_id))
    agents, seats = await backend.read(lambda connection: _count(connection, principal))
    return Presence(consoles=consoles, agents=agents, seats=seats)


@post(paths.SHUTDOWN, operation_id="shutdown", tags=["service"], guards=[owner], responses=described(), status_code=202)
async def shutdown(backend: TheBackend) -> None:
    """Stop the service. Only the home's owner may."""
    backend.stopping.set()


def _count(connection: Connection, principal: Principal) -> tuple[int, int]:
    machines, calls = schema.workstation.c, schema.call.c

    def seen(organisation_id: ColumnElement[str]) -> list[ColumnElement[bool]]:
        return [] if principal.owner else [organisation_id == principal.organisation_id]

    agents = every(connection, WORKSTATIONS, machines.online, *seen(machines.organisation_id))
    going_on = calls.status.in_([CallStatus.WAITING, CallStatus.RUNNING])
    live = every(connection, CALLS, going_on, *seen(calls.organisation_id))
    return len(agents), sum(seat.state in HERE for call in live for seat in call.seats)


handlers = [presence, shutdown]
