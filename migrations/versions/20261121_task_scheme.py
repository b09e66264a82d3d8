"""a task says whose staff sees it, so that inboxes find their tasks by index"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_task_scheme"
down_revision = "20261121_urgent_jobs"

_OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.add_column("user_task", sa.Column("scheme", sa.String(length=200), nullable=False, server_default=""))
    tasks = sa.table("user_task", sa.column("root_id"), sa.column("scheme"))
    cases = sa.table("instance", sa.column("id"), sa.column("process_id"))
    connection = op.get_bind()
    for process_id in connection.execute(sa.select(cases.c.process_id).distinct()).scalars().all():
        roots = sa.select(cases.c.id).where(cases.c.process_id == process_id)
        connection.execute(
            sa.update(tasks).where(tasks.c.root_id.in_(roots)).values(scheme=process_id.partition(".")[0])
        )
    op.create_index(
        op.f("ix_user_task_open_scheme"),
        "user_task",
        ["scheme", "due_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index(op.f("ix_recusal_account"), "recusal", ["account"])


def downgrade() -> None:
    op.drop_index(op.f("ix_recusal_account"), table_name="recusal")
    op.drop_index(op.f("ix_user_task_open_scheme"), table_name="user_task")
    op.drop_column("user_task", "scheme")
