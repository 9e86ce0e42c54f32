"""Checks of browsers, as staff see them and invite to them."""

from typing import Annotated

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, QueryParameter

from console.domain.browser_checks import BrowserCheck, CheckInvitation, NewCheckInvitation
from console.domain.tokens import Principal
from console.service import browser_checks, reading, schema
from console.service.auth import helpers, staff
from console.service.problems import described
from console.service.resources import BROWSER_CHECKS
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import Cursor, Limit, ThingId, moment, moment_of, tagged
from console.wire import paths
from console.wire.page import Page


@post(
    paths.CHECK_INVITATIONS,
    operation_id="create_check_invitation",
    tags=["check"],
    guards=[helpers],
    responses=described(404, 409, 422),
)
async def create_check_invitation(
    request: Request[Principal, object, State],
    backend: TheBackend,
    principal: Asker,
    data: JSONBody[NewCheckInvitation],
) -> Response[CheckInvitation]:
    """Invite somebody to check their browser's devices. Link and code are told once, and either opens it once."""
    base = (backend.public_url or str(request.base_url)).rstrip("/")
    invitation = await backend.write(
        principal, lambda change: browser_checks.invite(change, data, f"{base}{paths.CHECK_PAGE}")
    )
    return Response(invitation, status_code=201, headers={"Cache-Control": "no-store"})


@get(
    paths.BROWSER_CHECKS,
    operation_id="list_browser_check",
    tags=["check"],
    guards=[staff],
    responses=described(),
)
async def list_browser_checks(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    call: Annotated[
        str | None, QueryParameter(name="call", max_length=64, description="only those of this call")
    ] = None,
    account: Annotated[
        str | None, QueryParameter(name="account", max_length=64, description="only those of this account")
    ] = None,
    since: Annotated[str | None, moment("from", "only those that were asked for at this time or later")] = None,
) -> Page[BrowserCheck]:
    """List checks of browsers' devices, newest first."""
    table = schema.browser_check.c
    where = [] if call is None else [table.call_id == call]
    where += [] if account is None else [table.account_id == account]
    if (earliest := moment_of("from", since)) is not None:
        where.append(table.asked_at >= earliest)
    return await backend.read(
        lambda connection: reading.page(connection, BROWSER_CHECKS, principal, cursor, limit, *where, newest_first=True)
    )


@get(
    f"{paths.BROWSER_CHECKS}/{{thing_id:str}}",
    operation_id="show_browser_check",
    tags=["check"],
    guards=[staff],
    responses=described(404),
)
async def show_browser_check(backend: TheBackend, principal: Asker, thing_id: ThingId) -> Response[BrowserCheck]:
    """Show a check of a browser's devices."""
    return tagged(await backend.read(lambda connection: reading.one(connection, BROWSER_CHECKS, principal, thing_id)))


handlers = [create_check_invitation, list_browser_checks, show_browser_check]
