"""Standing alerts, numbered waits, enrolments that know their workstation."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    with op.batch_alter_table("alert") as alert:
        alert.add_column(sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.false()))
        alert.create_index("ix_alert_organisation_id_standing", ["organisation_id", "standing"])
    op.execute("UPDATE alert SET standing = (state != 'closed')")
    with op.batch_alter_table("desk") as desk:
        desk.add_column(sa.Column("latest_number", sa.Integer()))
        desk.add_column(sa.Column("latest_number_on", sa.Date()))
    with op.batch_alter_table("enrolment") as enrolment:
        enrolment.add_column(sa.Column("workstation_id", sa.Text(), nullable=False, server_default=""))
    # Codes that are out there stay good: any name that is no other workstation's will do.
    op.execute("UPDATE enrolment SET workstation_id = lower(hex(code_hash))")
