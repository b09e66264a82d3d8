"""why a diagram was put forward, whose hands drew it, and what the approver answered"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_decided_proposals"
down_revision = "20261121_between_instances"


def upgrade() -> None:
    for table in ("draft_diagram", "proposal"):
        op.add_column(table, sa.Column("drawn_by", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("proposal", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("proposal", sa.Column("answer", sa.Text(), nullable=True))
    op.add_column("proposal", sa.Column("version", sa.Integer(), nullable=True))
    # What was drawn before this was noted: whoever saved or put forward.
    op.execute("UPDATE draft_diagram SET drawn_by = " + _listed("saved_by"))
    op.execute("UPDATE proposal SET drawn_by = " + _listed("proposed_by"))


def downgrade() -> None:
    for column in ("version", "answer", "reason", "drawn_by"):
        op.drop_column("proposal", column)
    op.drop_column("draft_diagram", "drawn_by")


def _listed(column: str) -> str:
    """A JSON list of the one account in a column, in the database's own words."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    return f"json_build_array({column})" if postgresql else f"json_array({column})"
