"""what was done lately and the meetings held are found by index"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_meetings"
down_revision = "20261122_applicants"

_COMPLETED = sa.text("status = 'completed'")


def upgrade() -> None:
    for name, columns in (("scheme", ["scheme", "ended_at"]), ("group", ["candidate_group", "id"])):
        op.create_index(
            op.f(f"ix_user_task_done_{name}"),
            "user_task",
            columns,
            sqlite_where=_COMPLETED,
            postgresql_where=_COMPLETED,
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_user_task_done_group"), table_name="user_task")
    op.drop_index(op.f("ix_user_task_done_scheme"), table_name="user_task")
