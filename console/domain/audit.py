"""The audit: who did what to which thing, when, and what it was before and after. Never a guest's name."""

from datetime import datetime
from typing import Any

from console.domain.noun import Thing


class AuditEntry(Thing, frozen=True, kw_only=True):
    """One act. action: noun and verb ("account.created"). before, after: only the fields that differ."""

    organisation_id: str
    at: datetime
    actor: str
    actor_id: str | None
    action: str
    subject_id: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None
