"""Enrolments: a one-time code that a workstation's agent trades for its identity."""

from datetime import datetime
from typing import Any

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody
from sqlalchemy import Row, delete, insert, select

from console.domain.devices import AgentIdentity, Enrolment, NewEnrolment, Redemption, Workstation
from console.domain.errors import ConsoleError
from console.domain.noun import new_id
from console.domain.organisations import Organisation, local
from console.domain.retention import ENROLMENT_CODES
from console.domain.tokens import Principal, Token, TokenRole
from console.service import schema
from console.service.auth import helpers
from console.service.problems import described
from console.service.resources import ACCOUNTS, ORGANISATIONS, PLACES, WORKSTATIONS
from console.service.routes import tokens
from console.service.routes.given import Asker, TheBackend
from console.service.secrets import hashed, new_code
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.events import Topic
from console.words import _


@post(
    paths.ENROLMENTS,
    operation_id="create_enrolment",
    tags=["workstation"],
    guards=[helpers],
    responses=described(409),
)
async def create_enrolment(backend: TheBackend, principal: Asker, data: JSONBody[NewEnrolment]) -> Enrolment:
    """Make a one-time code for a workstation, good for a day. Its staff must have been told what agents report."""
    return await backend.write(principal, lambda change: _enrol(change, data))


@post(
    paths.REDEMPTIONS,
    operation_id="redeem_enrolment",
    tags=["workstation"],
    opt={"open": True},
    security=[{}],
    responses=described(404, 409, 429),
)
async def redeem_enrolment(
    request: Request[Any, Any, State], backend: TheBackend, data: JSONBody[Redemption]
) -> AgentIdentity:
    """Trade a code for a workstation and its agent's token. Needs no token; a code works once."""
    address = request.client.host if request.client else ""
    backend.wrong_codes.refuse_guesser(address)
    found = await backend.read(lambda connection: connection.execute(_by_code(data.code)).first())
    if found is None or found.expires_at <= backend.clock():
        backend.wrong_codes.failed(address)
        raise _wrong_code()
    return await backend.write(_agent(found), lambda change: _redeem(change, found))


def _enrol(change: Transaction, new: NewEnrolment) -> Enrolment:
    _refuse_uninformed(change.get(ORGANISATIONS, change.principal.organisation_id), change.now)
    change.refer(ACCOUNTS, new.account_id)
    change.refer(PLACES, new.place_id)
    code = new_code()
    workstation_id = new_id(change.now)
    expires_at = change.now + ENROLMENT_CODES
    change.connection.execute(
        insert(schema.enrolment).values(
            code_hash=hashed(code),
            organisation_id=change.principal.organisation_id,
            workstation_id=workstation_id,
            name=new.name,
            account_id=new.account_id,
            place_id=new.place_id,
            made_by=change.principal.name,
            expires_at=expires_at,
        )
    )
    change.audit(Topic.WORKSTATION, "code-made", workstation_id, after={"name": new.name})
    return Enrolment(code=code, expires_at=expires_at)


def _refuse_uninformed(organisation: Organisation, now: datetime) -> None:
    told = organisation.staff_informed_on
    if told is None or told > local(now, organisation.timezone).date():
        raise ConsoleError(
            _("The staff have not been told yet what agents report."),
            "",
            _("Tell them first, then record the day with: bedside devices informed DATE."),
            code="conflict",
        )


def _by_code(code: str) -> Any:
    return select(schema.enrolment).where(schema.enrolment.c.code_hash == hashed(code.upper()))


def _agent(enrolment: Row[Any]) -> Principal:
    return Principal(
        token_id=enrolment.workstation_id,
        name=enrolment.name,
        role=TokenRole.AGENT,
        organisation_id=enrolment.organisation_id,
        workstation_id=enrolment.workstation_id,
    )


def _redeem(change: Transaction, enrolment: Row[Any]) -> AgentIdentity:
    table = schema.enrolment
    taken = change.connection.execute(delete(table).where(table.c.code_hash == enrolment.code_hash))
    if taken.rowcount == 0:  # somebody else was quicker
        raise _wrong_code()
    _refuse_uninformed(change.get(ORGANISATIONS, enrolment.organisation_id), change.now)
    workstation = Workstation(
        id=enrolment.workstation_id,
        organisation_id=enrolment.organisation_id,
        name=enrolment.name,
        account_id=enrolment.account_id,
        place_id=enrolment.place_id,
        enrolled_at=change.now,
    )
    change.insert(WORKSTATIONS, workstation)
    token = Token(
        id=new_id(change.now),
        organisation_id=enrolment.organisation_id,
        name=enrolment.name,
        role=TokenRole.AGENT,
        workstation_id=workstation.id,
        created_at=change.now,
    )
    secret = tokens.add(change, token).secret or ""
    return AgentIdentity(workstation_id=workstation.id, token=secret)


def _wrong_code() -> ConsoleError:
    return ConsoleError(
        _("That code is not good, or not good any more."),
        "",
        _("Ask for a new one: a code works once, within a day."),
        code="not-found",
    )


handlers = [create_enrolment, redeem_enrolment]
