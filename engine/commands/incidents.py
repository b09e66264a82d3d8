"""Commands on incidents: try again, or say that it is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from engine.actor import Actor
from engine.errors import LaurelError, NotFound, NotOpen
from engine.history import Story
from engine.instance_rows import LOCK_ROOT
from engine.models import incident, job
from engine.process_engine import ProcessEngine
from engine.runtime import moving
from engine.unit import Unit, unit


class NotRetryable(LaurelError):
    """这个故障没有可以自动重做的步骤（{why}）；处理原因后请标记为已解决。"""

    code, status = "not-retryable", 409


def retry(pe: ProcessEngine, incident_id: int, by: Actor) -> None:
    """Try once more what failed, with all its attempts. Raises NotFound, NotOpen, NotRetryable."""
    with unit(pe, by) as work:
        row = _end(work, incident_id)
        if row.job_id is not None:
            _revive(work, row.job_id)
        elif row.token is not None:
            with moving(work, row.root_id) as tree:
                tree.act(row.instance_id, lambda w, s: w.retry(row.token, s))
        else:
            raise NotRetryable(why="操作已经退回给办理人")
        _tell(work.connection, row, by, pe.now(), "incident-retried")


def resolve(pe: ProcessEngine, incident_id: int, by: Actor) -> None:
    """Mark an incident as settled without a retry. Raises NotFound, NotOpen."""
    with unit(pe, by) as work:
        row = _end(work, incident_id)
        _tell(work.connection, row, by, pe.now(), "incident-resolved")


def _end(work: Unit, incident_id: int) -> Row[Any]:
    """The incident, resolved, with its root locked first. Raises NotFound, NotOpen."""
    row = work.connection.execute(select(incident).where(incident.c.id == incident_id)).first()
    if row is None:
        raise NotFound(what="这个故障")
    if row.root_id is not None:
        work.connection.execute(LOCK_ROOT, {"_id": row.root_id})
    ended = update(incident).where(incident.c.id == incident_id, incident.c.resolved_at.is_(None))
    values = {"resolved_at": work.pe.now(), "resolved_by": work.actor.name}
    if work.connection.execute(ended.values(values)).rowcount != 1:
        raise NotOpen(what="故障", state="解决")
    return row


def _revive(work: Unit, job_id: int) -> None:
    """Let a dead job be tried again, with all its attempts."""
    dead = update(job).where(job.c.id == job_id, job.c.status == "dead")
    values = {"status": "ready", "attempts": 0, "due_at": work.pe.now(), "last_error": None}
    if work.connection.execute(dead.values({**values, "lease_until": None})).rowcount != 1:
        raise NotRetryable(why="失败的那一步已经不在等待")
    work.after.append(work.pe.wake.set)


def _tell(connection: Connection, row: Row[Any], by: Actor, now: datetime, kind: str) -> None:
    if row.root_id is None:
        return
    story = Story(now, by.name)
    story.note(kind, row.root_id, row.instance_id, element=row.element, incident=row.id, code=row.code)
    story.write(connection)
