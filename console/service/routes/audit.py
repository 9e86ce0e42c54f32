"""The audit: who did what, newest first."""

from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from console.domain.audit import AuditEntry
from console.service import reading, schema
from console.service.auth import helpers
from console.service.problems import described
from console.service.resources import AUDIT
from console.service.routes.given import Asker, TheBackend
from console.service.routes.replies import Cursor, Limit
from console.wire import paths
from console.wire.page import Page


@get(paths.AUDIT, operation_id="list_audit", tags=["audit"], guards=[helpers], responses=described())
async def list_audit(
    backend: TheBackend,
    principal: Asker,
    cursor: Cursor = None,
    limit: Limit = 100,
    subject: Annotated[
        str | None, QueryParameter(name="subject", max_length=64, description="only what was done to this id")
    ] = None,
) -> Page[AuditEntry]:
    """List what was done, newest first."""
    where = [] if subject is None else [schema.audit.c.subject_id == subject]
    return await backend.read(
        lambda connection: reading.page(connection, AUDIT, principal, cursor, limit, *where, newest_first=True)
    )


handlers = [list_audit]
