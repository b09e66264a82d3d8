"""User tasks: what people are asked to do, and who may."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from engine.db import Instant, metadata

user_task = Table(
    "user_task",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("token", String(32), nullable=False),
    Column("element", String(200), nullable=False),
    Column("name", String(400), nullable=False),
    Column("process_id", String(200), nullable=False),
    Column("scheme", String(200), nullable=False, server_default=""),  # of the case: whose staff sees it
    Column("form_id", String(200)),
    Column("articles", JSON, nullable=False),
    Column("assignee", String(200)),
    Column("delegated_by", String(200)),  # who handed it to `delegated_to` and gets it back
    Column("delegated_to", String(200)),  # has it while it is also the assignee
    Column("candidates", JSON, nullable=False),  # {"groups": [...], "users": [...]}
    Column("candidate_group", String(200)),  # the first of the groups; most tasks have just one
    Column("priority", Integer, nullable=False),
    Column("due_at", Instant),
    Column("follow_up_at", Instant),
    Column("derivations", JSON, nullable=False),
    Column("status", String(20), nullable=False),  # open | completed | cancelled
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", String(200)),
    UniqueConstraint("instance_id", "token"),
)
_open = text("status = 'open'")
Index(
    "ix_user_task_open_assignee",
    user_task.c.assignee,
    user_task.c.due_at,
    sqlite_where=_open,
    postgresql_where=_open,
)

Index(
    "ix_user_task_open_group",
    user_task.c.candidate_group,
    user_task.c.due_at,
    sqlite_where=_open,
    postgresql_where=_open,
)

# Everything that lists of very many open tasks narrow, sort and count by, so that they read this index and no row;
# `status`, of which it says nothing new, lets SQLite see that. Its first columns are leapt over from step to step.
Index(
    "ix_user_task_open_list",
    user_task.c.scheme,
    user_task.c.process_id,
    user_task.c.name,
    user_task.c.due_at,
    user_task.c.root_id,
    user_task.c.assignee,
    user_task.c.priority,
    user_task.c.id,
    user_task.c.status,
    sqlite_where=_open,
    postgresql_where=_open,
)

# Tasks that somebody handed over are few.
_delegated = text("status = 'open' AND delegated_by IS NOT NULL")
Index(
    "ix_user_task_open_delegated",
    user_task.c.delegated_by,
    sqlite_where=_delegated,
    postgresql_where=_delegated,
)

# What was done lately in a scheme, what somebody has done, and the meetings that a committee has held. Every index of
# completed tasks is written at every completion; that of the committees says whose tasks are meetings, which are few.
_completed = text("status = 'completed'")
Index(
    "ix_user_task_done_scheme",
    user_task.c.scheme,
    user_task.c.ended_at,
    sqlite_where=_completed,
    postgresql_where=_completed,
)
Index(
    "ix_user_task_done_by",
    user_task.c.ended_by,
    user_task.c.ended_at,
    user_task.c.root_id,
    user_task.c.status,
    sqlite_where=_completed,
    postgresql_where=_completed,
)
OF_COMMITTEE = "replace(candidate_group, '.committee', '') <> candidate_group"
_held = text(f"status = 'completed' AND {OF_COMMITTEE}")
Index(
    "ix_user_task_done_group",
    user_task.c.candidate_group,
    user_task.c.id,
    sqlite_where=_held,
    postgresql_where=_held,
)

# Further candidates as rows, so that an inbox finds its tasks by index.
candidate = Table(
    "candidate",
    metadata,
    Column("task_id", ForeignKey("user_task.id"), primary_key=True),
    Column("kind", String(5), primary_key=True),  # group | user
    Column("name", String(200), primary_key=True),
)
Index("ix_candidate_kind_name", candidate.c.kind, candidate.c.name, candidate.c.task_id)
