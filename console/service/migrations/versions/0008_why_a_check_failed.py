"""Why a check of a workstation failed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("check_run", sa.Column("failure", sa.Text(), nullable=True))
