"""Alerts, and what people do about them."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch
from litestar.params import JSONBody
from sqlalchemy import select

from console.domain.alerts import Alert, AlertPatch, AlertState, acted_on
from console.domain.errors import ConsoleError
from console.service import reading, schema
from console.service.auth import helpers, staff
from console.service.problems import described
from console.service.resources import ALERTS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import (
    Cursor,
    IfMatch,
    Limit,
    ThingId,
    one_of,
    single_route,
    tagged,
    version_of,
)
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.page import Page
from console.words import _

NOT_CLOSED = ",".join(state for state in AlertState if state is not AlertState.CLOSED)


@get(paths.ALERTS, operation_id="list_alert", tags=["alert"], guards=[staff], responses=described())
async def list_alerts(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    states: Annotated[str, one_of(AlertState, "state")] = NOT_CLOSED,
) -> Page[Alert]:
    """List alerts: all but the closed ones, or those of a state (several, with commas between)."""
    where = schema.alert.c.state.in_([AlertState(word) for word in states.split(",")])
    return await backend.read(lambda connection: reading.page(connection, ALERTS, principal, cursor, limit, where))


@patch(
    f"{paths.ALERTS}/{{thing_id:str}}",
    operation_id="change_alert",
    tags=["alert"],
    guards=[helpers],
    responses=described(404, 409, 412, 422, 428),
)
async def change_alert(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[AlertPatch], if_match: IfMatch = None
) -> Response[Alert]:
    """Take an alert, put it off, close it or open it again. One that was closed by hand stays so while it stands."""
    version = version_of(if_match)

    def work(change: Transaction) -> Alert:
        before = change.seen(ALERTS, thing_id, version)
        _refuse_gone(change, before)
        after = acted_on(before, data, principal, change.now)
        return change.update(ALERTS, before, msgspec.structs.asdict(after), version=version, action=str(data.state))

    return tagged(await backend.write(principal, work))


def _refuse_gone(change: Transaction, alert: Alert) -> None:
    table = schema.alert.c
    if not change.connection.execute(select(table.standing).where(table.id == alert.id)).scalar():
        raise ConsoleError(
            _("What this alert told of is over."), "", _("If it comes again there will be a new one."), code="conflict"
        )


handlers = [list_alerts, single_route(ALERTS, paths.ALERTS), change_alert]
