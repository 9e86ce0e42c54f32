"""What all routes share: pages and their parameters, answers with a version, and the plain routes of a noun."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Response, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, HeaderParameter, JSONBody, ParameterKwarg, QueryParameter

from console.domain.errors import ConsoleError
from console.domain.noun import UNSET, Moment, Thing, Write, nearest, new_id
from console.domain.text import CURSOR
from console.domain.tokens import Principal
from console.domain.visibility import view
from console.service import reading
from console.service.auth import Guard, admins, people
from console.service.problems import described
from console.service.resources import Resource
from console.service.routes.given import Asker, TheBackend
from console.service.transaction import ANY_VERSION, Transaction
from console.wire.page import MOST_ITEMS, Page
from console.words import _

N = TypeVar("N", bound=Thing)

Cursor = Annotated[str | None, QueryParameter(name="cursor", pattern=CURSOR, description="where the last page ended")]
Limit = Annotated[int, QueryParameter(name="limit", ge=1, le=MOST_ITEMS, description="the most items of a page")]
ThingId = FromPath[str]
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        pattern=r'^(\*|"[0-9]{1,9}")$',
        required=True,
        description="the ETag of what was read, or * for whatever there is (RFC 9110, section 13.1.1)",
    ),
]


def one_of(kind: type[StrEnum], name: str) -> ParameterKwarg:
    """Return a query parameter that takes words of an enumeration, with commas between."""
    word = "|".join(kind)
    return QueryParameter(name=name, pattern=rf"^({word})(,({word}))*$", description="one, or several with commas")


Check = Callable[[Transaction, Any], None]
"""Raises for what a write says that can't be; called before anything is written."""


def tagged(thing: N, status: int = 200) -> Response[N]:
    """Return a thing with its version as its ETag."""
    return Response(thing, status_code=status, headers={"ETag": f'"{thing.version}"'})


def answered(principal: Principal, thing: N, status: int = 200) -> Response[N]:
    """Return a thing that was written, as its writer may read it."""
    seen = view(principal, thing)
    if seen is None:
        raise reading.not_found()
    return tagged(seen, status)  # type: ignore[arg-type]  # view keeps the kind


def moment_of(name: str, text: str | None) -> datetime | None:
    """Return the time that a parameter names, the nearest one that can be reckoned with; raise invalid."""
    if text is None:
        return None
    try:
        return nearest(msgspec.convert(text, Moment))
    except msgspec.ValidationError as error:
        raise ConsoleError(
            _("That is not a time."),
            f"{name}: {text}",
            _("Write it as RFC 3339 does, like 2026-03-12T12:00:00+02:00."),
            code="invalid",
        ) from error


def moment(name: str, description: str) -> ParameterKwarg:
    """Return a query parameter that takes a time."""
    return QueryParameter(name=name, format="date-time", max_length=64, description=description)


def changes_of(data: Write) -> dict[str, object]:
    """Return what a patch says; what it leaves out stays as it is."""
    return {name: value for name, value in msgspec.structs.asdict(data).items() if value is not UNSET}


def version_of(if_match: str | None) -> int:
    """Return the version that the writer saw; raise precondition-required where it does not say."""
    if if_match is None:
        raise ConsoleError(
            _("The service must know which version is being changed."),
            "",
            _("Send the ETag of what you read as If-Match."),
            code="precondition-required",
        )
    return ANY_VERSION if if_match == "*" else int(if_match.strip('"'))


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


def made(resource: Resource[N], change: Transaction, fields: Mapping[str, Any]) -> N:
    """Return a new thing of the principal's organisation."""
    own: dict[str, Any] = {"id": new_id(change.now), "organisation_id": change.principal.organisation_id}
    return resource.kind(**own, **fields)


def nothing_to_check(_change: Transaction, _data: Any) -> None:
    """Let everything pass that has the right form."""


def create_route(
    resource: Resource[N],
    path: str,
    new: type[Write],
    *,
    guard: Guard = admins,
    check: Check = nothing_to_check,
) -> HTTPRouteHandler:
    """Return the route that makes a thing of the fields of `new`."""

    async def create(backend: TheBackend, principal: Asker, data: Write) -> object:
        def work(change: Transaction) -> N:
            check(change, data)
            thing = made(resource, change, msgspec.structs.asdict(data))
            change.insert(resource, thing)
            return thing

        return tagged(await backend.write(principal, work), 201)

    create.__annotations__.update({"data": JSONBody[new], "return": Response[resource.kind]})  # type: ignore[misc, name-defined, valid-type]
    return post(
        path,
        operation_id=f"create_{resource.topic}",
        summary=f"Create: {resource.topic}",
        tags=[resource.topic],
        guards=[guard],
        responses=described(409),
    )(create)


def change_route(
    resource: Resource[N],
    path: str,
    patch_of: type[Write],
    *,
    guard: Guard = admins,
    check: Check = nothing_to_check,
) -> HTTPRouteHandler:
    """Return the route that changes the fields of a thing that a patch names."""

    async def change(
        backend: TheBackend, principal: Asker, thing_id: ThingId, data: Write, if_match: IfMatch = None
    ) -> object:
        version = version_of(if_match)

        def work(change: Transaction) -> N:
            before = change.seen(resource, thing_id, version)
            check(change, data)
            return change.update(resource, before, changes_of(data), version=version)

        return tagged(await backend.write(principal, work))

    change.__annotations__.update({"data": JSONBody[patch_of], "return": Response[resource.kind]})  # type: ignore[misc, name-defined, valid-type]
    return patch(
        f"{path}/{{thing_id:str}}",
        operation_id=f"change_{resource.topic}",
        summary=f"Change: {resource.topic}",
        tags=[resource.topic],
        guards=[guard],
        responses=described(404, 409, 412, 428),
    )(change)
