"""Accounts."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post
from litestar.params import JSONBody, QueryParameter
from sqlalchemy import bindparam, select

from console.domain.accounts import Account, AccountPatch, NewAccount
from console.domain.noun import casefolded, new_id
from console.domain.organisations import Unit
from console.service import reading, schema
from console.service.auth import admins, people
from console.service.problems import described
from console.service.resources import ACCOUNTS, UNITS, unit_key
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import (
    Cursor,
    IfMatch,
    Limit,
    ThingId,
    changes_of,
    single_route,
    tagged,
    version_of,
)
from console.service.supporting import let_out_unwelcome
from console.service.transaction import Transaction
from console.wire import paths
from console.wire.page import Page


@get(paths.ACCOUNTS, operation_id="list_account", tags=["account"], guards=[people], responses=described())
async def list_accounts(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    part: Annotated[
        str | None, QueryParameter(name="q", max_length=200, description="part of a name or address")
    ] = None,
    user_name: Annotated[str | None, QueryParameter(name="userName", max_length=100)] = None,
) -> Page[Account]:
    """List accounts, or those whose name, address, number, department or unit has `q` in it."""
    table = schema.account.c
    where = []
    if part is not None:
        where.append(table.search.contains(casefolded(part), autoescape=True))
    if user_name is not None:
        where.append(table.folded_user_name == casefolded(user_name))
    return await backend.read(lambda connection: reading.page(connection, ACCOUNTS, principal, cursor, limit, *where))


@post(paths.ACCOUNTS, operation_id="create_account", tags=["account"], guards=[admins], responses=described(409))
async def create_account(backend: TheBackend, principal: Asker, data: JSONBody[NewAccount]) -> Response[Account]:
    """Create an account: invited from now on. A department or unit that is new is made with it."""
    return tagged(await backend.write(principal, lambda change: create(change, data)), 201)


@patch(
    f"{paths.ACCOUNTS}/{{thing_id:str}}",
    operation_id="change_account",
    tags=["account"],
    guards=[admins],
    responses=described(404, 409, 412, 428),
)
async def change_account(
    backend: TheBackend, principal: Asker, thing_id: ThingId, data: JSONBody[AccountPatch], if_match: IfMatch = None
) -> Response[Account]:
    """Change an account. The tokens of one that is turned off open nothing while it is off."""
    version = version_of(if_match)

    def work(change: Transaction) -> Account:
        before = change.seen(ACCOUNTS, thing_id, version)
        after = change.update(ACCOUNTS, before, changes_of(data), version=version)
        mention_unit(change, after.department, after.unit)
        return after

    after = await backend.write(principal, work)
    if not after.active:
        backend.forget_account(after.id)
        await let_out_unwelcome(backend)
    return tagged(after)


def create(change: Transaction, new: NewAccount) -> Account:
    """Add an account and the unit it names."""
    account = Account(
        id=new_id(change.now),
        organisation_id=change.principal.organisation_id,
        created_at=change.now,
        invited_at=change.now,
        **msgspec.structs.asdict(new),
    )
    change.insert(ACCOUNTS, account)
    mention_unit(change, account.department, account.unit)
    return account


def mention_unit(change: Transaction, department: str | None, unit: str | None) -> None:
    """Make the department and the unit of an account known, if they are new."""
    if department is None:
        return
    own = change.principal.organisation_id
    names = {unit_key(department, name): name for name in ("", unit or "")}
    known = change.connection.scalars(_KNOWN, {"own": own, "department": min(names), "unit": max(names)}).all()
    for key in names.keys() - known:
        change.insert(UNITS, Unit(id=new_id(change.now), organisation_id=own, department=department, name=names[key]))


_KNOWN = select(schema.unit.c.folded).where(
    schema.unit.c.organisation_id == bindparam("own"),
    schema.unit.c.folded.in_([bindparam("department"), bindparam("unit")]),
)


handlers = [list_accounts, single_route(ACCOUNTS, paths.ACCOUNTS), create_account, change_account]
