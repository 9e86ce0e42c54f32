"""What all routes share: pages and their parameters, answers with a version, and the reading routes of a noun."""

from typing import Annotated, TypeVar

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, HeaderParameter, QueryParameter

from console.domain.errors import ConsoleError
from console.domain.noun import Thing
from console.service import reading
from console.service.auth import people
from console.service.problems import described
from console.service.resources import Resource
from console.service.routes.given import Asker, TheBackend
from console.service.transaction import ANY_VERSION
from console.wire.page import MOST_ITEMS, Page
from console.words import _

N = TypeVar("N", bound=Thing)

Cursor = Annotated[str | None, QueryParameter(name="cursor", max_length=64, description="where the last page ended")]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=MOST_ITEMS, description="the most items of a page")]
ThingId = FromPath[str]
IfMatch = Annotated[
    str | None, HeaderParameter(name="If-Match", description="the ETag of what was read (RFC 9110, section 13.1.1)")
]


def tagged(thing: N, status: int = 200) -> Response[N]:
    """Return a thing with its version as its ETag."""
    return Response(thing, status_code=status, headers={"ETag": f'"{thing.version}"'})


def version_of(if_match: str | None) -> int:
    """Return the version that the writer saw; raise precondition-required where it does not say."""
    if if_match is None:
        raise ConsoleError(
            _("The service must know which version is being changed."),
            "",
            _("Send the ETag of what you read as If-Match."),
            code="precondition-required",
        )
    if if_match.strip() == "*":
        return ANY_VERSION
    tag = if_match.strip().removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 10 else 0


def reading_routes(resource: Resource[N], path: str) -> list[HTTPRouteHandler]:
    """Return the list and the single thing of a noun that needs no more."""

    async def list_all(backend: TheBackend, principal: Asker, cursor: Cursor = None, limit: Limit = 100) -> object:
        return await backend.read(lambda connection: reading.page(connection, resource, principal, cursor, limit))

    list_all.__annotations__["return"] = Page[resource.kind]  # type: ignore[name-defined]
    return [
        get(
            path,
            operation_id=f"list_{resource.topic}",
            summary=f"List: {resource.topic}",
            tags=[resource.topic],
            guards=[people],
            responses=described(),
        )(list_all),
        single_route(resource, path),
    ]


def single_route(resource: Resource[N], path: str) -> HTTPRouteHandler:
    """Return the route of a single thing."""

    async def show(backend: TheBackend, principal: Asker, thing_id: ThingId) -> object:
        return tagged(await backend.read(lambda connection: reading.one(connection, resource, principal, thing_id)))

    show.__annotations__["return"] = Response[resource.kind]  # type: ignore[name-defined]
    return get(
        f"{path}/{{thing_id:str}}",
        operation_id=f"show_{resource.topic}",
        summary=f"Show: {resource.topic}",
        tags=[resource.topic],
        guards=[people],
        responses=described(404),
    )(show)
