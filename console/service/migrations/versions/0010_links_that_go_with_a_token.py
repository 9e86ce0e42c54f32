"""Links of seats that go with the token for which they were made: support's."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("seat_link", sa.Column("token_id", sa.Text(), nullable=True))
