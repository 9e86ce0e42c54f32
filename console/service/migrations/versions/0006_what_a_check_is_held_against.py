"""What a check of a workstation is held against."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("check_run", sa.Column("held_against", sa.Text(), nullable=True))
