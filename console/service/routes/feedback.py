"""What people say: two questions after a call, remarks about the pages, and what has come of both."""

from datetime import timedelta
from typing import Annotated, Any

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, QueryParameter

from console.domain.feedback import Feedback, Impressions, NewRemark
from console.service import impressions
from console.service.auth import helpers
from console.service.origins import refuse_foreign
from console.service.problems import described
from console.service.routes.given import Asker, TheBackend
from console.service.routes.meetings import COOKIE
from console.wire import paths


@post(f"{paths.CALL_PAGE}/{{seat_id:str}}/answers", opt={"open": True}, include_in_schema=False, status_code=204)
async def answer(
    request: Request[Any, Any, State], backend: TheBackend, seat_id: FromPath[str], data: JSONBody[Impressions]
) -> None:
    """Count the answers of a seat's participant."""
    refuse_foreign(request, backend)
    secret = request.cookies.get(COOKIE, "")
    await backend.database.write(
        lambda connection: impressions.answer(connection, seat_id, secret, data, backend.clock), lambda _result: None
    )


@post(paths.FEEDBACK_PAGE, opt={"open": True}, include_in_schema=False, status_code=204)
async def remark(request: Request[Any, Any, State], backend: TheBackend, data: JSONBody[NewRemark]) -> None:
    """Keep a remark about the pages. Anybody may write, but not endlessly."""
    refuse_foreign(request, backend)
    address = request.client.host if request.client else ""
    backend.remarks.refuse_guesser(address)
    backend.remarks.failed(address)
    await backend.database.write(
        lambda connection: impressions.remark(connection, data.text, backend.clock), lambda _result: None
    )


@get(paths.FEEDBACK, operation_id="show_feedback", tags=["feedback"], guards=[helpers], responses=described())
async def show_feedback(
    backend: TheBackend,
    principal: Asker,
    days: Annotated[int, QueryParameter(name="days", ge=1, le=400, description="how far back")] = 30,
) -> Feedback:
    """Answer what people said of late."""
    since = (backend.clock() - timedelta(days=days)).date()
    return await backend.read(lambda connection: impressions.said(connection, principal.organisation_id, since))


handlers = [answer, remark, show_feedback]
