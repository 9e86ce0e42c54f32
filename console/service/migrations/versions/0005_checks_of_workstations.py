"""Runs of checks on workstations, and the baseline that a workstation is compared with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "check_run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workstation_id", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=True),
        sa.Column("depth", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("diagnosis", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_check_run_organisation_id"),
        sa.ForeignKeyConstraint(
            ["workstation_id"], ["workstation.id"], name="fk_check_run_workstation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_check_run"),
    )
    op.create_index("ix_check_run_organisation_id_id", "check_run", ["organisation_id", "id"])
    op.create_index("ix_check_run_workstation_id_id", "check_run", ["workstation_id", "id"])
    op.create_index("ix_check_run_state", "check_run", ["state"])
    op.add_column("workstation", sa.Column("baseline", sa.Text(), nullable=True))
