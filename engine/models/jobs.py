"""Work for the worker, and what it could not do: jobs and incidents."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.db import Instant, metadata

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "kind", String(20), nullable=False
    ),  # timer | service | errand | correlate | signal | signal-start | timer-start
    Column("type", String(200)),  # handler type of a service job; process of a timer start
    Column("root_id", ForeignKey("instance.id"), index=True),
    Column("instance_id", ForeignKey("instance.id")),
    Column("token", String(32)),
    Column("element", String(200)),
    Column("payload", JSON, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column(
        "priority", Integer, nullable=False, server_default="50"
    ),  # of those that are due, the highest first
    Column("status", String(10), nullable=False),  # ready | leased | done | dead | cancelled
    Column("attempts", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # goes up at every claim: the fence
    Column("owner", String(100)),
    Column("lease_until", Instant),
    Column("last_error", Text),
    Column("provisional", Boolean, nullable=False),
    Column("derivations", JSON, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    UniqueConstraint("instance_id", "token", "kind"),
)
_ready, _leased = text("status = 'ready'"), text("status = 'leased'")
Index("ix_job_due", job.c.due_at, sqlite_where=_ready, postgresql_where=_ready)
# Timers of notices are few among the timers of all cases; said so by their ids, by convention.
OF_NOTICE = "replace(element, 'notice', '') <> element"
_notice = text(f"kind = 'timer' AND {OF_NOTICE}")
Index("ix_job_notice", job.c.status, job.c.due_at, sqlite_where=_notice, postgresql_where=_notice)
_timer_start = text("kind = 'timer-start'")
Index("ix_job_timer_start", job.c.type, sqlite_where=_timer_start, postgresql_where=_timer_start)
Index("ix_job_lease", job.c.lease_until, sqlite_where=_leased, postgresql_where=_leased)

incident = Table(
    "incident",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), index=True),
    Column("instance_id", ForeignKey("instance.id")),
    Column("token", String(32)),
    Column("element", String(200)),
    Column("job_id", ForeignKey("job.id")),
    Column("task_id", ForeignKey("user_task.id")),
    Column("code", String(60), nullable=False),
    Column("message", Text, nullable=False),
    Column("detail", Text),
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", String(200)),
)
_unresolved = text("resolved_at IS NULL")
Index("ix_incident_open", incident.c.opened_at, sqlite_where=_unresolved, postgresql_where=_unresolved)
