"""Commands on incidents: try again, or say that it is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from engine import starts
from engine.actor import Actor
from engine.errors import LaurelError, NotFound, NotOpen
from engine.history import Story
from engine.instance_rows import LOCK_ROOT
from engine.models import incident, job, message
from engine.process_engine import ProcessEngine
from engine.runtime import moving
from engine.unit import Unit, unit


class NotRetryable(LaurelError):
    """这个故障没有可以自动重做的步骤（{why}）；处理原因后请标记为已解决。"""

    code, status = "not-retryable", 409


class StillWaiting(LaurelError):
    """“{element}”还停在这里等着，不能只标记为已解决：请重试；不再需要的，请取消案件，或把令牌移走。"""

    code, status = "still-waiting", 409


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
    """Mark an incident as settled without a retry; nothing goes on waiting for what failed.

    A service task counts as done by hand, without results; a process that begins by the clock waits for its
    next date; a message or signal that was not taken is given up. Raises NotFound, NotOpen, and StillWaiting
    for a timer or a token that is held, since only people can say where the case shall go.
    """
    with unit(pe, by) as work:
        row = _end(work, incident_id)
        failed = _dead(work, row.job_id)
        if failed is not None:
            _give_up(work, failed, row)
        elif row.job_id is None and row.token is not None:
            raise StillWaiting(element=row.element)
        _tell(work.connection, row, by, pe.now(), "incident-resolved")


def _dead(work: Unit, job_id: int | None) -> Row[Any] | None:
    """The incident's job, ended, if it was still dead."""
    ended = update(job).where(job.c.id == job_id, job.c.status == "dead").returning(job)
    return work.connection.execute(ended.values(status="cancelled", ended_at=work.pe.now())).first()


def _give_up(work: Unit, failed: Row[Any], row: Row[Any]) -> None:
    match failed.kind:
        case "timer":
            raise StillWaiting(element=row.element)
        case "service":
            with moving(work, failed.root_id) as tree:
                tree.kinds(failed.instance_id)
                tree.forget(failed.instance_id, failed.token)
                tree.act(failed.instance_id, lambda w, s: w.complete(failed.token, {}, s))
        case "timer-start":
            starts.wind_again(work.connection, failed, work.pe.now())
        case "correlate":
            mine = (message.c.id == failed.payload["message"]) & (message.c.status == "waiting")
            work.connection.execute(update(message).where(mine).values(status="given up"))


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
        raise NotOpen(what="这次故障", state="解决")
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
