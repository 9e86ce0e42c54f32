"""An index of calls by their status: those that go on are looked at again and again, those that are over are many."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_index("ix_call_organisation_id_status_dtstart", "call", ["organisation_id", "status", "dtstart"])
