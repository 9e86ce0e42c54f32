"""The page of a device check: its link or code is exchanged for a cookie, and what it finds is told with that."""

from typing import Any, TypeAlias

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from console.domain.browser_checks import BrowserCheck
from console.service import browser_checks, links
from console.service.backend import Backend
from console.service.origins import own_cookie, refuse_foreign
from console.service.reading import stored
from console.service.resources import ORGANISATIONS
from console.service.routes import meetings
from console.service.routes.given import TheBackend
from console.wire import paths
from console.wire.checking import CheckKey, CheckWelcome, Found

COOKIE = "bedside-check"
AnyRequest: TypeAlias = Request[Any, Any, State]
NOT_KEPT = {"Cache-Control": "no-store"}


@post(paths.CHECK_PAGE, opt={"open": True}, include_in_schema=False, status_code=200)
async def open_check(request: AnyRequest, backend: TheBackend, data: JSONBody[CheckKey]) -> Response[CheckWelcome]:
    """Exchange a link's secret, or a code, for a cookie. Either works once."""
    refuse_foreign(request, backend)
    address = request.client.host if request.client else ""
    check, secret = await browser_checks.opened(backend, data, request.cookies.get(COOKIE, ""), address)
    cookie = own_cookie(request, backend, COOKIE, secret, paths.CHECK_PAGE)
    return Response(await _welcome(backend, check), cookies=[cookie], headers=NOT_KEPT)


@get(f"{paths.CHECK_PAGE}/invitation", opt={"open": True}, include_in_schema=False)
async def show_invitation(request: AnyRequest, backend: TheBackend) -> Response[CheckWelcome | None]:
    """Tell a page that was loaded again who invited it; nothing to one that has yet to open an invitation."""
    held = request.cookies.get(COOKIE, "")
    if not held:
        return Response(None, headers=NOT_KEPT)
    return Response(await _welcome(backend, await browser_checks.holding(backend, held)), headers=NOT_KEPT)


@post(f"{paths.CHECK_PAGE}/result", opt={"open": True}, include_in_schema=False, status_code=204)
async def take_result(request: AnyRequest, backend: TheBackend, data: JSONBody[Found]) -> None:
    """Take what the page found, so far or at its end."""
    refuse_foreign(request, backend)
    check = await browser_checks.holding(backend, request.cookies.get(COOKIE, ""))
    await browser_checks.take(backend, check, data)


@post(f"{paths.CALL_PAGE}/{{seat_id:str}}/check", opt={"open": True}, include_in_schema=False, status_code=204)
async def take_result_of_seat(
    request: AnyRequest, backend: TheBackend, seat_id: FromPath[str], data: JSONBody[Found]
) -> None:
    """Take what the page of a call's seat found in its check."""
    refuse_foreign(request, backend)
    secret = request.cookies.get(meetings.COOKIE, "")
    _call, holder = await backend.read(lambda connection: links.held(connection, seat_id, secret, backend.clock))
    await browser_checks.take_from_seat(backend, holder, data)


async def _welcome(backend: Backend, check: BrowserCheck) -> CheckWelcome:
    town_id = check.organisation_id
    town = await backend.read(lambda connection: stored(connection, ORGANISATIONS, town_id, town_id))
    return CheckWelcome(organisation=town.name, demonstration=town.demonstration)


handlers = [open_check, show_invitation, take_result, take_result_of_seat]
