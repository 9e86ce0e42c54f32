"""Links of seats, and the browsers that hold a seat."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "seat_link",
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_seat_link_call_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seat_id", name="pk_seat_link"),
        sa.UniqueConstraint("hash", name="uq_seat_link_hash"),
    )
    op.create_index("ix_seat_link_call_id", "seat_link", ["call_id"])
    op.create_table(
        "seat_holder",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seat_link.seat_id"], name="fk_seat_holder_seat_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name="pk_seat_holder"),
    )
    op.create_index("ix_seat_holder_seat_id", "seat_holder", ["seat_id"])
