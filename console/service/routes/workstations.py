"""Workstations, and what their agents report."""

from datetime import datetime, timedelta

import msgspec
from litestar import delete, post
from litestar.params import JSONBody
from sqlalchemy import select

from console.domain.devices import Report, Workstation, WorkstationPatch, is_news, reported
from console.domain.noun import UNSET
from console.service import reading, schema
from console.service.auth import agents, helpers
from console.service.backend import Backend
from console.service.problems import described
from console.service.resources import ACCOUNTS, CHECKS, PLACES, TOKENS, WORKSTATIONS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import ThingId, change_route, reading_routes
from console.service.transaction import Transaction
from console.wire import paths

FIGURES_EVERY = timedelta(minutes=1)


@post(
    f"{paths.WORKSTATIONS}/{{thing_id:str}}/reports",
    operation_id="report",
    tags=["workstation"],
    guards=[agents],
    responses=described(404),
    status_code=204,
)
async def report(backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[Report]) -> None:
    """Take an agent's report of its own workstation. A change that was taken before is not taken again."""
    if thing_id != principal.workstation_id:
        raise reading.not_found()
    await backend.write(principal, lambda change: _take(backend, change, thing_id, data))


@delete(
    f"{paths.WORKSTATIONS}/{{thing_id:str}}",
    operation_id="remove_workstation",
    tags=["workstation"],
    guards=[helpers],
    responses=described(404),
)
async def remove_workstation(backend: TheBackend, principal: Asker, thing_id: ThingId) -> None:
    """Remove a workstation; its agent's token opens nothing more."""

    def work(change: Transaction) -> list[str]:
        workstation = change.get(WORKSTATIONS, thing_id)
        its_own = schema.token.c.workstation_id == thing_id
        tokens = reading.every(change.connection, TOKENS, its_own)
        for token in tokens:
            change.remove(TOKENS, token)
        for run in reading.every(change.connection, CHECKS, schema.check.c.workstation_id == thing_id):
            change.remove(CHECKS, run, audited=False)
        change.remove(WORKSTATIONS, workstation)
        return [token.id for token in tokens]

    for token_id in await backend.write(principal, work):
        backend.forget(token_id)


def _take(backend: Backend, change: Transaction, workstation_id: str, data: Report) -> None:
    before = change.get(WORKSTATIONS, workstation_id)
    known = _last_taken(change, workstation_id, data.life)
    untaken = [one for one in data.changes if one.number > known]
    taken = {"change_life": data.life, "change_number": max((one.number for one in untaken), default=known)}
    after = reported(before, data, untaken, change.now)
    fields = msgspec.structs.asdict(after)
    if _figures_are_due(backend, after, change.now) or is_news(before, after):
        change.update(WORKSTATIONS, before, fields, audited=False, extra=taken)
    else:
        change.note(WORKSTATIONS, before, fields, extra=taken)


def _last_taken(change: Transaction, workstation_id: str, life: str) -> int:
    """Return the number of the last change that was taken of this life of the agent's."""
    table = schema.workstation.c
    query = select(table.change_number).where(table.id == workstation_id, table.change_life == life)
    return change.connection.execute(query).scalar() or 0


def _figures_are_due(backend: Backend, workstation: Workstation, now: datetime) -> bool:
    told = backend.figures_told.get(workstation.id)
    due = told is None or abs(now - told) >= FIGURES_EVERY
    if due:
        backend.figures_told[workstation.id] = now
    return due


def _refuse_unknown_owner(change: Transaction, data: WorkstationPatch) -> None:
    if data.account_id is not UNSET:
        change.refer(ACCOUNTS, data.account_id)
    if data.place_id is not UNSET:
        change.refer(PLACES, data.place_id)


handlers = [
    *reading_routes(WORKSTATIONS, paths.WORKSTATIONS),
    change_route(WORKSTATIONS, paths.WORKSTATIONS, WorkstationPatch, guard=helpers, check=_refuse_unknown_owner),
    remove_workstation,
    report,
]
