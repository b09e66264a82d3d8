"""Jobs: claimed with a lease and a fencing version, done once, retried with backoff, at last an incident."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Row, case, or_, select, tuple_, update

from engine.actor import SYSTEM
from engine.clock import last_day
from engine.correlation import deliver, leave, publish_in, receiver, start_by
from engine.errors import Conflict, LaurelError, NotFound
from engine.feel import from_json, to_json
from engine.history import Story
from engine.incidents import open_incident
from engine.instance_rows import LOCK_ROOT
from engine.models import instance, job, message, subscription
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, BusinessError, JobHandler, Variables
from engine.runtime import KeyTaken, moving
from engine.timers import not_releasable, planned
from engine.tree import Tree
from engine.unit import Unit, unit

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
Held = dict[int, int]  # claims in hand: job -> version of its claim
BACKOFF_FIRST, BACKOFF_MOST = timedelta(seconds=5), timedelta(hours=1)


class Fenced(Exception):
    """Somebody else has this job by now; what was done here must not count."""


class NoHandler(LaurelError):
    """没有处理“{type}”类服务任务的程序。请管理员检查部署，补上后重试。"""

    code, status = "no-handler", 422


class StillProvisional(LaurelError):
    """“{element}”到期日 {day} 是推定日期：{reason}。录入放假安排后请重试；在此之前不放行。"""

    code, status = "provisional-date", 409


class Uncaught(LaurelError):
    """“{element}”报告业务错误“{error}”，流程图里没有元素接住它。请在图上补上错误边界事件，或处理后重试。"""

    code, status = "uncaught-error", 422


class LeaseExpired(LaurelError):
    """办理“{element}”的程序多次中断（{attempts} 次），已停止自动重试。"""

    code, status = "lease-expired", 500


# Trying these again would not help: people have to do something first.
_HOPELESS = (StillProvisional, NoHandler, Uncaught, KeyTaken)


def run_due(pe: ProcessEngine, owner: str, limit: int = 8, held: Held | None = None) -> int:
    """Claim jobs that are due and do them; returns how many were claimed.

    `held` shows meanwhile which claims are in hand, so that `heartbeat` can keep them from another thread.
    """
    held = {} if held is None else held
    claimed = claim(pe, owner, limit)
    held.update((row.id, row.version) for row in claimed)
    try:
        for row in claimed:
            _run(pe, row)
            held.pop(row.id)
    finally:
        held.clear()  # what could not be begun is nobody's: its lease runs out
    return len(claimed)


def next_due(connection: Connection) -> datetime | None:
    """When the next job falls due, for a worker that wants to sleep until then."""
    return connection.execute(
        select(job.c.due_at).where(job.c.status == "ready").order_by(job.c.due_at).limit(1)
    ).scalar()


def claim(pe: ProcessEngine, owner: str, limit: int) -> Sequence[Row[Any]]:
    """Lease due jobs in a short transaction of its own. The attempt is counted here, not at failure.

    A job that was started before is taken alone, so that one that kills its worker takes no other with it.
    """
    with pe.database.transaction() as connection:
        now = pe.now()
        _bury_expired(connection, pe, now)
        due = or_(
            (job.c.status == "ready") & (job.c.due_at <= now),
            (job.c.status == "leased") & (job.c.lease_until <= now),
        )
        tried_last = case((job.c.attempts > 0, 1), else_=0)
        found = connection.execute(
            select(job.c.id, job.c.attempts)
            .where(due)
            .order_by(tried_last, job.c.due_at, job.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        if not found:
            return []
        fresh = [row.id for row in found if row.attempts == 0] or [found[0].id]
        leased = connection.execute(
            update(job)
            .where(job.c.id.in_(fresh))
            .values(
                status="leased",
                owner=owner,
                lease_until=now + LEASE,
                attempts=job.c.attempts + 1,
                version=job.c.version + 1,
            )
            .returning(job)
        ).all()
        return sorted(leased, key=lambda row: (row.due_at, row.id))


def heartbeat(pe: ProcessEngine, held: Held) -> None:
    """Extend the leases of these claims, and of no other: not of an earlier process of the same name."""
    claims = list(held.copy().items())
    if not claims:
        return
    mine = update(job).where(tuple_(job.c.id, job.c.version).in_(claims), job.c.status == "leased")
    with pe.database.transaction() as connection:
        connection.execute(mine.values(lease_until=pe.now() + LEASE))


def _bury_expired(connection: Connection, pe: ProcessEngine, now: datetime) -> None:
    """A lease that ran out at the last attempt: the job kills its workers, people must look at it."""
    query = select(job).where(
        job.c.status == "leased", job.c.lease_until <= now, job.c.attempts >= job.c.retries
    )
    for row in connection.execute(query.with_for_update(skip_locked=True)).all():
        name = _name(pe, connection, row)
        _bury(connection, pe, row, LeaseExpired(element=name, attempts=row.attempts))


def _run(pe: ProcessEngine, row: Row[Any]) -> None:
    """The one place with a broad except: whatever a handler does, the job is retried or becomes an incident."""
    try:
        _do(pe, row)
    except Fenced:
        log.info("job %s was taken over by another worker", row.id)
    except Conflict:
        _put_back(pe, row)
    except LaurelError as error:
        log.warning("job %s (%s %s): %s", row.id, row.kind, row.element, error)
        _failed(pe, row, error)
    except Exception as error:
        log.warning("job %s (%s %s) failed", row.id, row.kind, row.element, exc_info=error)
        _failed(pe, row, error)


def _do(pe: ProcessEngine, row: Row[Any]) -> None:
    match row.kind:
        case "timer":
            _fire(pe, row)
        case "correlate":
            _correlate(pe, row)
        case "service":
            _serve(pe, row)


def _fence(connection: Connection, row: Row[Any], now: datetime) -> None:
    """This claim still counts, and the job ends with this commit."""
    statement = update(job).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")
    if connection.execute(statement.values(status="done", ended_at=now)).rowcount != 1:
        raise Fenced


def _enter(work: Unit, tree: Tree, row: Row[Any]) -> None:
    """The root is locked; now the fence, so that both are held in the order in which every command takes them."""
    _fence(work.connection, row, tree.now)
    tree.kinds(row.instance_id)
    tree.forget(row.instance_id, row.token)


def _fire(pe: ProcessEngine, row: Row[Any]) -> None:
    with unit(pe, SYSTEM, hold=True) as work, moving(work, row.root_id) as tree:
        _enter(work, tree, row)
        if row.provisional:
            pe.forget_calendar()  # the announcement may have been entered on another node just now
        due = planned(row.payload, row.due_at)
        reason = not_releasable(row.provisional, row.derivations, pe.calendar(work.connection))
        if reason:
            name = _name(pe, work.connection, row)
            raise StillProvisional(element=name, day=last_day(due).isoformat(), reason=reason)
        tree.story.note("timer-fired", row.root_id, row.instance_id, element=row.element, due=due.isoformat())
        tree.act(row.instance_id, lambda w, s: w.fire(row.token, s))


def _correlate(pe: ProcessEngine, row: Row[Any]) -> None:
    """Deliver a kept message, start the process it begins, or leave it waiting for a receiver to come."""
    with unit(pe, SYSTEM, hold=True) as work:
        kept = work.connection.execute(select(message).where(message.c.id == row.payload["message"])).one()
        to = receiver(work.connection, kept) if kept.status == "waiting" else None
        if to is not None:
            work.connection.execute(LOCK_ROOT, {"_id": to.root_id})
            still = select(subscription.c.id).where(subscription.c.id == to.id)
            if work.connection.execute(still).first() is None:
                raise Conflict
        _fence(work.connection, row, pe.now())
        if to is not None:
            deliver(work, kept, to)
        elif kept.status == "waiting" and not start_by(work, kept):
            leave(work, kept)


def _serve(pe: ProcessEngine, row: Row[Any]) -> None:
    handler = pe.registries.handlers.get(row.type)
    if handler is None:
        raise NoHandler(type=row.type)
    outside = handler.kind == "outside"
    result, error, assignment = None, None, None
    if outside:
        with pe.database.reading() as connection:
            _check_claim(connection, row)
            assignment = _assignment(pe, connection, row)
        assignment.connection = None
        result, error = _call(pe, handler, assignment)
    with unit(pe, SYSTEM, hold=True) as work, moving(work, row.root_id) as tree:
        _enter(work, tree, row)
        if assignment is None:
            assignment = _assignment(pe, work.connection, row)
            result, error = _call(pe, handler, assignment)
        _finish(work, tree, row, assignment, result, error)


def _check_claim(connection: Connection, row: Row[Any]) -> None:
    """Work outside is not begun for a case that has been cancelled, or a job that another worker has."""
    mine = select(job.c.id).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")
    if connection.execute(mine).first() is None:
        raise Fenced


def _call(
    pe: ProcessEngine, handler: JobHandler, assignment: Assignment
) -> tuple[Variables | None, BusinessError | None]:
    call = handler.twin if pe.rehearsing and handler.twin else handler.call
    try:
        return call(assignment), None
    except BusinessError as error:
        return None, error


def _finish(
    work: Unit,
    tree: Tree,
    row: Row[Any],
    assignment: Assignment,
    result: Variables | None,
    error: BusinessError | None,
) -> None:
    """Write what the handler answered: results or a BPMN error, its messages and its notes."""
    for kind, facts in assignment.notes:
        tree.story.note(kind, row.root_id, row.instance_id, element=row.element, **to_json(dict(facts)))
    for number, out in enumerate(assignment.outgoing):
        publish_in(
            work.connection,
            name=out.name,
            key=out.correlation_key,
            payload=to_json(out.payload),
            by=SYSTEM.name,
            now=tree.now,
            message_id=f"job-{row.id}-{number}",
            ttl=out.time_to_live,
        )
    if assignment.outgoing:
        work.after.append(work.pe.wake.set)
    if error is None:
        values = from_json(to_json(dict(result or {})))
        tree.act(row.instance_id, lambda w, s: w.complete(row.token, values, s))
        return
    values = from_json(to_json(error.variables))
    if not tree.throw(row.instance_id, row.token, error.code, values):
        raise Uncaught(element=_name(work.pe, work.connection, row), error=error.code)


def _assignment(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> Assignment:
    mine = connection.execute(select(instance).where(instance.c.id == row.instance_id)).first()
    if mine is None:
        raise NotFound(what="这个流程实例")
    return Assignment(
        type=row.type,
        key=f"laurel-job-{row.id}",
        variables=from_json(row.payload.get("variables") or {}),
        headers=row.payload.get("headers") or {},
        root_id=row.root_id,
        instance_id=row.instance_id,
        process_id=mine.process_id,
        business_key=mine.business_key,
        now=pe.now(),
        connection=connection,
    )


def _put_back(pe: ProcessEngine, row: Row[Any]) -> None:
    """Losing a race costs no attempt."""
    statement = update(job).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")
    with pe.database.transaction() as connection:
        connection.execute(statement.values(status="ready", attempts=job.c.attempts - 1, lease_until=None))


def _failed(pe: ProcessEngine, row: Row[Any], error: Exception) -> None:
    with pe.database.transaction() as connection:
        if row.attempts >= row.retries or isinstance(error, _HOPELESS):
            _bury(connection, pe, row, error)
            return
        statement = update(job).where(
            job.c.id == row.id, job.c.version == row.version, job.c.status == "leased"
        )
        due = pe.now() + backoff(row.attempts, row.id)
        connection.execute(
            statement.values(status="ready", due_at=due, last_error=str(error)[:2000], lease_until=None)
        )


def _bury(connection: Connection, pe: ProcessEngine, row: Row[Any], error: BaseException) -> None:
    """No more attempts: the job is dead and an incident says so, in one commit."""
    statement = update(job).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")
    dead = connection.execute(statement.values(status="dead", last_error=str(error)[:2000]))
    if dead.rowcount != 1:
        return
    where = {name: getattr(row, name) for name in ("root_id", "instance_id", "token", "element")}
    open_incident(connection, error, pe, job_id=row.id, **where)
    if isinstance(error, StillProvisional):
        told = {name: error.facts[name] for name in ("day", "reason")}
        story = Story(pe.now(), SYSTEM.name)
        story.note("timer-held", row.root_id, row.instance_id, element=row.element, **told)
        story.write(connection)


def _name(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> str:
    """What the diagram calls the element that a job belongs to; without a name its id, without one nothing."""
    query = select(instance.c.definition_id).where(instance.c.id == row.instance_id)
    number = connection.execute(query).scalar()
    elements = pe.definitions.get(connection, number).definition.elements if number is not None else {}
    found = elements.get(row.element)
    return (found.name if found else "") or row.element or ""


def backoff(attempts: int, seed: int) -> timedelta:
    """Exponential, with jitter of half to one and a half, at most an hour; the same job waits the same."""
    whole = min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** max(0, attempts - 1))
    return whole * (0.5 + Random(seed * 31 + attempts).random())  # noqa: S311 (jitter, no secret)


def expire_messages(pe: ProcessEngine) -> int:
    """End the messages whose time to live is over without a receiver; returns how many."""
    now = pe.now()
    over = update(message).where(message.c.status == "waiting", message.c.expires_at <= now)
    with pe.database.transaction() as connection:
        return connection.execute(over.values(status="expired")).rowcount


__all__ = ["claim", "expire_messages", "heartbeat", "next_due", "run_due"]
