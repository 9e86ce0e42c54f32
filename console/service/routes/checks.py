"""Runs of checks on workstations: support asks, the workstation's user answers, its agent carries them out."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody, QueryParameter

from console.domain.checks import (
    UNDER_WAY,
    CheckRun,
    CheckRunPatch,
    CheckState,
    NewCheckRun,
    QuietResult,
    kept,
    moved_on,
    refuse_excessive,
    shown_check,
)
from console.domain.devices import Workstation
from console.domain.diagnosis.result import Depth
from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.domain.tokens import TokenRole
from console.service import reading, schema
from console.service.auth import agents, helpers, helpers_and_agents, staff_and_agents
from console.service.problems import described
from console.service.resources import CHECKS, WORKSTATIONS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import (
    Cursor,
    IfMatch,
    Limit,
    ThingId,
    answered,
    moment,
    moment_of,
    tagged,
    version_of,
)
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.events import Topic
from console.wire.page import Page
from console.words import _


@get(paths.CHECKS, operation_id="list_check", tags=["check"], guards=[staff_and_agents], responses=described())
async def list_checks(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    workstation: Annotated[
        str | None, QueryParameter(name="workstation", max_length=64, description="only those of this workstation")
    ] = None,
    since: Annotated[str | None, moment("from", "only runs that were asked for at this time or later")] = None,
) -> Page[CheckRun]:
    """List runs of checks, newest first; an agent sees those of its own workstation."""
    table = schema.check.c
    where = [] if workstation is None else [table.workstation_id == workstation]
    if (earliest := moment_of("from", since)) is not None:
        where.append(table.asked_at >= earliest)
    return await backend.read(
        lambda connection: reading.page(connection, CHECKS, principal, cursor, limit, *where, newest_first=True)
    )


@get(
    f"{paths.CHECKS}/{{thing_id:str}}",
    operation_id="show_check",
    tags=["check"],
    guards=[staff_and_agents],
    responses=described(404),
)
async def show_check(backend: TheBackend, principal: Asker, thing_id: ThingId) -> Response[CheckRun]:
    """Show a run."""
    return tagged(await backend.read(lambda connection: reading.one(connection, CHECKS, principal, thing_id)))


@post(paths.CHECKS, operation_id="create_check", tags=["check"], guards=[helpers], responses=described(409))
async def ask_for_check(backend: TheBackend, principal: Asker, data: JSONBody[NewCheckRun]) -> Response[CheckRun]:
    """Ask a workstation's user for a check with sound. Its agent asks them; no answer within a minute is a no."""

    def work(change: Transaction) -> CheckRun:
        change.refer(WORKSTATIONS, data.workstation_id)
        workstation = change.get(WORKSTATIONS, data.workstation_id)
        _refuse_unready(change, workstation)
        run = CheckRun(
            id=new_id(change.now),
            organisation_id=principal.organisation_id,
            workstation_id=data.workstation_id,
            asked_by=principal.name,
            asked_at=change.now,
            complaint=data.complaint,
            depth=data.depth,
            held_against=workstation.baseline,
        )
        change.insert(CHECKS, run)
        return run

    return tagged(await backend.write(principal, work), 201)


@patch(
    f"{paths.CHECKS}/{{thing_id:str}}",
    operation_id="change_check",
    tags=["check"],
    guards=[helpers_and_agents],
    responses=described(404, 409, 412, 422, 428),
)
async def change_check(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[CheckRunPatch], if_match: IfMatch = None
) -> Response[CheckRun]:
    """Say how a run goes on: its agent answers, runs and ends it; who asked for it may cancel it."""
    version = version_of(if_match)
    if (principal.role is TokenRole.AGENT) == (data.state is CheckState.CANCELLED):
        raise reading.forbidden()

    def work(change: Transaction) -> CheckRun:
        before = change.get(CHECKS, thing_id)
        if principal.role is TokenRole.AGENT and before.workstation_id != principal.workstation_id:
            raise reading.not_found()
        change.seen(CHECKS, thing_id, version)
        refuse_excessive(data)
        after = moved_on(before, data, change.now)
        _show_on_workstation(change, after)
        # The result itself is the run's; the record says who did what.
        change.audit(Topic.CHECK, str(data.state), before.id, after={"workstationId": before.workstation_id})
        return change.update(CHECKS, before, msgspec.structs.asdict(after), version=version, audited=False)

    return answered(principal, await backend.write(principal, work))


@post(
    f"{paths.WORKSTATIONS}/{{thing_id:str}}/checks",
    operation_id="report_check",
    tags=["check"],
    guards=[agents],
    responses=described(404, 422),
)
async def report_check(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[QuietResult]
) -> Response[CheckRun]:
    """Take what an agent found by itself, without making a sound."""
    if thing_id != principal.workstation_id:
        raise reading.not_found()
    refuse_excessive(data)

    def work(change: Transaction) -> CheckRun:
        run = CheckRun(
            id=new_id(change.now),
            organisation_id=principal.organisation_id,
            workstation_id=thing_id,
            asked_at=change.now,
            depth=Depth.SILENT,
            state=CheckState.DONE,
            ended_at=change.now,
            diagnosis=kept(data.diagnosis),
        )
        change.insert(CHECKS, run, audited=False)
        _show_on_workstation(change, run)
        return run

    return tagged(await backend.write(principal, work), 201)


def _refuse_unready(change: Transaction, workstation: Workstation) -> None:
    if not workstation.online:
        raise ConsoleError(
            _("This workstation is offline, so its user can't be asked."),
            "",
            _("Ask them to switch it on, or test on the spot with: bedside diagnose"),
            code="conflict",
        )
    if workstation.paused_until is not None and workstation.paused_until > change.now:
        raise ConsoleError(
            _("This workstation's user has paused its agent."),
            "",
            _("Ask them to end the pause with: bedside agent --resume"),
            code="conflict",
        )
    table = schema.check.c
    if reading.every(change.connection, CHECKS, table.workstation_id == workstation.id, table.state.in_(UNDER_WAY)):
        raise ConsoleError(
            _("A check of this workstation is under way already."), "", _("Wait for it, or cancel it."), code="conflict"
        )


def _show_on_workstation(change: Transaction, run: CheckRun) -> None:
    if run.diagnosis is None:
        return
    workstation = change.get(WORKSTATIONS, run.workstation_id)
    latest = shown_check(workstation, run)
    # The first good full test is what later ones are held against, until somebody chooses another.
    baseline = workstation.baseline or run.baseline
    change.update(WORKSTATIONS, workstation, {"latest_check": latest, "baseline": baseline}, audited=False)


handlers = [list_checks, show_check, ask_for_check, change_check, report_check]
