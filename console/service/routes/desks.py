"""Queue desks, and who waits at them."""

from datetime import date

from litestar import Response, patch, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import select

from console.domain.desks import Desk, DeskPatch, NewDesk, Wait, WaitPatch, without_wait
from console.domain.noun import UNSET, new_id
from console.domain.organisations import local
from console.service import reading, schema
from console.service.auth import helpers
from console.service.problems import described
from console.service.resources import ACCOUNTS, CALLS, DESKS, ORGANISATIONS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import ThingId, change_route, create_route, reading_routes, tagged
from console.service.transaction import Transaction
from console.wire import paths

WAITS = f"{paths.DESKS}/{{thing_id:str}}/waits"


@post(WAITS, operation_id="begin_wait", tags=["desk"], guards=[helpers], responses=described(404))
async def begin_wait(backend: TheBackend, principal: Asker, thing_id: ThingId) -> Response[Desk]:
    """Tell that one more guest waits. Guests of a day are numbered."""

    def work(change: Transaction) -> Desk:
        desk = change.get(DESKS, thing_id)
        today, number = _next_number(change, thing_id)
        wait = Wait(id=new_id(change.now), number=number, since=change.now)
        return change.update(
            DESKS,
            desk,
            {"waits": (*desk.waits, wait)},
            action="wait-began",
            extra={"latest_number": number, "latest_number_on": today},
        )

    return tagged(await backend.write(principal, work), 201)


@patch(
    f"{WAITS}/{{wait_id:str}}",
    operation_id="end_wait",
    tags=["desk"],
    guards=[helpers],
    responses=described(404, 409, 422),
)
async def end_wait(
    backend: TheBackend, principal: Asker, thing_id: ThingId, wait_id: FromPath[str], data: JSONBody[WaitPatch]
) -> Response[Desk]:
    """Tell that a waiting guest is served, in a call if there is one, or has left."""

    def work(change: Transaction) -> Desk:
        desk = change.get(DESKS, thing_id)
        if all(wait.id != wait_id for wait in desk.waits):
            raise reading.not_found()
        change.refer(CALLS, data.call_id)
        after = change.update(DESKS, desk, {"waits": without_wait(desk, wait_id, data.state)}, audited=False)
        end = {"waitId": wait_id, "callId": data.call_id}
        change.audit(DESKS.topic, f"wait-{data.state}", desk.id, after=end)
        return after

    return tagged(await backend.write(principal, work))


def _next_number(change: Transaction, desk_id: str) -> tuple[date, int]:
    """Return the day in the town, and the next guest's number on it."""
    town = change.get(ORGANISATIONS, change.principal.organisation_id)
    today = local(change.now, town.timezone).date()
    table = schema.desk.c
    row = change.connection.execute(
        select(table.latest_number, table.latest_number_on).where(table.id == desk_id)
    ).one()
    return today, row.latest_number + 1 if row.latest_number_on == today else 1


def _refuse_unknown_staff(change: Transaction, data: DeskPatch) -> None:
    if data.staffed_by is not UNSET:
        for account_id in data.staffed_by:
            change.refer(ACCOUNTS, account_id)


handlers = [
    *reading_routes(DESKS, paths.DESKS),
    create_route(DESKS, paths.DESKS, NewDesk),
    change_route(DESKS, paths.DESKS, DeskPatch, guard=helpers, check=_refuse_unknown_staff),
    begin_wait,
    end_wait,
]
