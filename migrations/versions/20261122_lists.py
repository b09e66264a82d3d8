"""one index holds all that lists of open tasks ask; what somebody has done and what was searched for is found by index"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_lists"
down_revision = "20261122_begun_pages"

_OPEN = sa.text("status = 'open'")
_DELEGATED = sa.text("status = 'open' AND delegated_by IS NOT NULL")
_COMPLETED = sa.text("status = 'completed'")
_HELD = sa.text("status = 'completed' AND replace(candidate_group, '.committee', '') <> candidate_group")
_NOTICE = sa.text("kind = 'timer' AND replace(element, 'notice', '') <> element")
_RUNNING = sa.text("status = 'active' AND parent_id IS NULL")
_LISTED = ["scheme", "process_id", "name", "due_at", "root_id", "assignee", "priority", "id", "status"]


def upgrade() -> None:
    _drop("user_task", "open_scheme", "open_step", "done_group")
    _drop("instance", "running_text")
    _drop("variable", "text")
    _create("user_task", "open_list", _LISTED, _OPEN)
    _create("user_task", "open_delegated", ["delegated_by"], _DELEGATED)
    _create("user_task", "done_by", ["ended_by", "ended_at", "root_id", "status"], _COMPLETED)
    _create("user_task", "done_group", ["candidate_group", "id"], _HELD)
    _create("instance", "running_text", ["business_key", "title", "id", "status", "parent_id"], _RUNNING)
    _create("variable", "text", ["name", "text", "instance_id"])
    _create("job", "notice", ["status", "due_at"], _NOTICE)


def downgrade() -> None:
    _drop("job", "notice")
    _drop("variable", "text")
    _drop("instance", "running_text")
    _drop("user_task", "done_group", "done_by", "open_delegated", "open_list")
    _create("variable", "text", ["name", "text"])
    _create("instance", "running_text", ["business_key", "title", "id"], _RUNNING)
    _create("user_task", "done_group", ["candidate_group", "id"], _COMPLETED)
    _create("user_task", "open_step", ["scheme", "process_id", "name"], _OPEN)
    _create("user_task", "open_scheme", ["scheme", "due_at"], _OPEN)


def _drop(table: str, *names: str) -> None:
    for name in names:
        op.drop_index(op.f(f"ix_{table}_{name}"), table_name=table)


def _create(table: str, name: str, columns: list[str], where: sa.TextClause | None = None) -> None:
    op.create_index(op.f(f"ix_{table}_{name}"), table, columns, sqlite_where=where, postgresql_where=where)
