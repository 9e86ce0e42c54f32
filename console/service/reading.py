"""Reading what is stored, as much of it as the one who asks may see."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, select

from console.domain.errors import ConsoleError
from console.domain.noun import Noun
from console.domain.tokens import Principal
from console.domain.visibility import own, readers_of, view
from console.service.resources import Resource
from console.wire.page import Page
from console.words import _

N = TypeVar("N", bound=Noun)


def not_found() -> ConsoleError:
    """Return the answer for what is not there, and for what the asker may not know to be there."""
    return ConsoleError(
        _("There is no such thing here."),
        "",
        _("It may have been removed: load the list again."),
        code="not-found",
    )


def forbidden() -> ConsoleError:
    """Return the answer for what this role may not do."""
    return ConsoleError(
        _("This token may not do that."), "", _("Ask an admin for a token with the right role."), code="forbidden"
    )


def one(connection: Connection, resource: Resource[N], principal: Principal, thing_id: str) -> N:
    """Return a thing as the principal may see it; raise not-found."""
    seen = view(principal, stored(connection, resource, principal.organisation_id, thing_id))
    if seen is None:
        raise not_found()
    return seen  # type: ignore[return-value]  # view keeps the kind


def stored(connection: Connection, resource: Resource[N], organisation_id: str, thing_id: str) -> N:
    """Return a thing as it is stored; raise not-found."""
    query = select(*resource.columns).where(resource.table.c.id == thing_id)
    if "organisation_id" in resource.table.c:
        query = query.where(resource.table.c.organisation_id == organisation_id)
    elif thing_id != organisation_id:
        raise not_found()
    row = connection.execute(query).first()
    if row is None:
        raise not_found()
    return resource.noun(row)


def page(
    connection: Connection,
    resource: Resource[N],
    principal: Principal,
    cursor: str | None,
    limit: int,
    *where: ColumnElement[bool],
    newest_first: bool = False,
) -> Page[N]:
    """Return the next page, by id: ids sort by time, so a page never shifts when something is added."""
    if principal.role not in readers_of(resource.kind):
        raise forbidden()
    table = resource.table
    query = select(*resource.columns).where(table.c.organisation_id == principal.organisation_id, *where)
    if (mine := own(principal, resource.kind)) is not None:
        query = query.where(table.c[mine[0]] == mine[1])
    if cursor is not None:
        query = query.where(table.c.id < cursor if newest_first else table.c.id > cursor)
    order = table.c.id.desc() if newest_first else table.c.id
    rows = connection.execute(query.order_by(order).limit(limit + 1)).all()
    items = [seen for row in rows[:limit] if (seen := view(principal, resource.noun(row))) is not None]
    return Page(items=items, next=rows[limit - 1].id if len(rows) > limit else None)  # type: ignore[arg-type]


def every(connection: Connection, resource: Resource[N], *where: ColumnElement[bool]) -> list[N]:
    """Return all that fit, for the service's own rules."""
    return [resource.noun(row) for row in connection.execute(select(*resource.columns).where(*where))]
