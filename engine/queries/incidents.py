"""Incidents that wait for an administrator, and those that were settled."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from engine.db import Record, records
from engine.models import incident, instance, job, user_task


def page(connection: Connection, *, resolved: bool = False, limit: int = 100) -> list[Record]:
    """Open incidents, oldest first, with their case and the failed job's attempts (or settled ones, newest first)."""
    root = instance.alias("root")
    joined = (
        incident.outerjoin(root, root.c.id == incident.c.root_id)
        .outerjoin(instance, instance.c.id == incident.c.instance_id)
        .outerjoin(job, job.c.id == incident.c.job_id)
        .outerjoin(user_task, user_task.c.id == incident.c.task_id)
    )
    query = select(
        incident,
        root.c.business_key,
        root.c.title,
        instance.c.process_id,
        instance.c.definition_id,
        job.c.kind.label("job_kind"),
        job.c.type.label("job_type"),
        job.c.attempts,
        job.c.retries,
        user_task.c.name.label("task_name"),
    ).select_from(joined)
    if resolved:
        query = query.where(incident.c.resolved_at.is_not(None)).order_by(incident.c.resolved_at.desc())
    else:
        query = query.where(incident.c.resolved_at.is_(None)).order_by(incident.c.opened_at, incident.c.id)
    return records(connection, query.limit(limit))


def open_count(connection: Connection) -> int:
    """How many incidents wait."""
    query = select(func.count()).select_from(incident).where(incident.c.resolved_at.is_(None))
    return connection.execute(query).scalar_one()
