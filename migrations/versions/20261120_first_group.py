"""the first candidate group stands in the task itself"""

import sqlalchemy as sa
from alembic import op

revision = "20261120_first_group"
down_revision = "20261120_recusals"

_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.add_column("user_task", sa.Column("candidate_group", sa.String(length=200)))
    op.create_index(
        op.f("ix_user_task_open_group"),
        "user_task",
        ["candidate_group", "due_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_user_task_open_group"), table_name="user_task")
    op.drop_column("user_task", "candidate_group")
