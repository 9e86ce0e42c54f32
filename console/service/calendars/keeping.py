"""The series that the service keeps."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from console.service import schema
from console.service.calendars.model import KeptSeries
from console.service.calendars.news import News
from console.service.transaction import Transaction

_COLUMNS = [schema.series.c[name] for name in KeptSeries.__struct_fields__]


def kept_series(connection: Connection, organisation_id: str, *where: ColumnElement[bool]) -> list[KeptSeries]:
    """Return the series of an organisation that fit."""
    query = select(*_COLUMNS).where(schema.series.c.organisation_id == organisation_id, *where)
    return [KeptSeries(**row._mapping) for row in connection.execute(query)]


def due(connection: Connection, organisation_id: str, until: datetime) -> list[KeptSeries]:
    """Return the series whose calls are not made up to a time though they go on."""
    return kept_series(connection, organisation_id, schema.series.c.expanded_until < until)


def keep(change: Transaction, news: Sequence[News]) -> None:
    """Write series as they are to be from now on."""
    owner = {"organisation_id": change.principal.organisation_id}
    fresh = [msgspec.structs.asdict(one.after) | owner for one in news if one.before is None]
    if fresh:
        change.connection.execute(insert(schema.series), fresh)
    for one in news:
        if one.before is not None and one.before != one.after:
            where = schema.series.c.id == one.after.id
            change.connection.execute(update(schema.series).where(where).values(**msgspec.structs.asdict(one.after)))


def forget_past(change: Transaction) -> None:
    """Remove series that have nothing more to come and whose calls are kept no longer."""
    table = schema.series
    has_calls = exists().where(schema.call.c.series_id == table.c.id)
    own = table.c.organisation_id == change.principal.organisation_id
    change.connection.execute(delete(table).where(own, table.c.expanded_until.is_(None), ~has_calls))
