"""Checks of browsers' devices, and the invitations to them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "browser_check",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Text(), nullable=True),
        sa.Column("seat_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_browser_check_organisation_id"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_browser_check_call_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_browser_check_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_browser_check"),
    )
    op.create_index("ix_browser_check_organisation_id_id", "browser_check", ["organisation_id", "id"])
    op.create_index("ix_browser_check_call_id", "browser_check", ["call_id"])
    op.create_index("ix_browser_check_account_id", "browser_check", ["account_id"])
    op.create_table(
        "check_invitation",
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_hash", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["browser_check.id"], name="fk_check_invitation_check_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", name="pk_check_invitation"),
        sa.UniqueConstraint("secret_hash", name="uq_check_invitation_secret_hash"),
        sa.UniqueConstraint("code_hash", name="uq_check_invitation_code_hash"),
        sa.UniqueConstraint("holder_hash", name="uq_check_invitation_holder_hash"),
    )
