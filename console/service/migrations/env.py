"""Alembic's entry: runs the migrations on the database that the service names."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import DateTime, Text

from console.service.columns import Spelled, Structured, UtcTime
from console.service.database import engine_for
from console.service.schema import metadata


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Spell our column types as plain ones: a migration must not change when the code's types do."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Spelled | Structured):
        return "sa.Text()"
    return False


def compare_type(_context: object, _column: object, _meta: object, found: object, wanted: object) -> bool:
    """Hold the stored kind against ours: times are DATETIME, everything of ours else is TEXT."""
    plain = DateTime if isinstance(wanted, UtcTime) else Text if isinstance(wanted, Spelled | Structured) else None
    return plain is not None and not isinstance(found, plain)


engine = engine_for(context.config.attributes["url"])
with engine.connect() as connection:
    connection.info["writes"] = True
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        compare_type=compare_type,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
