"""Calendars of other programs."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Request, post
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import QueryParameter

from console.domain.calls import ImportResult
from console.domain.tokens import Principal
from console.service.auth import helpers
from console.service.calendars.importing import import_calendar
from console.service.problems import described
from console.service.routes.given import Asker, TheBackend
from console.wire import paths


@dataclass
class _TakesACalendar(Operation):
    """The body is read as it comes, so that the document has to be told of it."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, description="a calendar (RFC 5545) of 20 MB at most")
        self.request_body = RequestBody({"text/calendar": OpenAPIMediaType(schema=schema)}, required=True)


@post(
    paths.CALENDARS,
    operation_id="import_calendar",
    operation_class=_TakesACalendar,
    tags=["call"],
    guards=[helpers],
    status_code=200,
    responses=described(409, 413, 422, 503),
)
async def import_a_calendar(
    backend: TheBackend,
    principal: Asker,
    request: Request[Principal, str, State],
    host: Annotated[
        str | None, QueryParameter(name="host", max_length=100, description="who hosts the events that are nobody's")
    ] = None,
    take_all: Annotated[
        bool, QueryParameter(name="all", description="the asker hosts the events that are nobody's")
    ] = False,
) -> ImportResult:
    """Read a calendar file into calls. Nothing that names a person or says what it is about is kept.

    An event is a call if its organiser or someone invited has an account. A second import of the same file changes
    nothing; a later one changes what its SEQUENCE and its contents say.
    """
    return await import_calendar(backend, principal, await request.body(), host=host, take_all=take_all)


handlers = [import_a_calendar]
