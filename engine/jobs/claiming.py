"""Jobs are claimed with a lease and a fencing version: whoever holds the newest claim may end them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, case, exists, or_, select, tuple_, update

from engine.errors import Conflict
from engine.jobs.errors import Fenced
from engine.jobs.failing import bury_expired, this_claim
from engine.models import instance, job
from engine.process_engine import ProcessEngine

_root = instance.alias("suspended_root")
# Work of a case that is suspended waits until it is resumed.
MOVES = ~exists().where(_root.c.id == job.c.root_id, _root.c.suspended_at.is_not(None))
LEASE = timedelta(seconds=30)
Held = dict[int, int]  # claims in hand: job -> version of its claim


def next_due(connection: Connection) -> datetime | None:
    """When the next job falls due, for a worker that wants to sleep until then."""
    return connection.execute(
        select(job.c.due_at).where(job.c.status == "ready", MOVES).order_by(job.c.due_at).limit(1)
    ).scalar()


def claim(pe: ProcessEngine, owner: str, limit: int) -> Sequence[Row[Any]]:
    """Lease due jobs in a short transaction of its own. The attempt is counted here, not at failure.

    A job that was started before is taken alone, so that one that kills its worker takes no other with it.
    """
    with pe.database.transaction() as connection:
        now = pe.now()
        bury_expired(connection, pe, now)
        due = or_(
            (job.c.status == "ready") & (job.c.due_at <= now),
            (job.c.status == "leased") & (job.c.lease_until <= now),
        )
        tried_last = case((job.c.attempts > 0, 1), else_=0)
        found = connection.execute(
            select(job.c.id, job.c.attempts)
            .where(due, MOVES)
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


def fence(connection: Connection, row: Row[Any], now: datetime) -> None:
    """This claim still counts, and the job ends with this commit."""
    statement = this_claim(row)
    if connection.execute(statement.values(status="done", ended_at=now)).rowcount != 1:
        raise Fenced


def check(connection: Connection, row: Row[Any]) -> None:
    """Work outside is not begun for a case that has been cancelled, or a job that another worker has.

    Raises Fenced, or Conflict if the case has been suspended.
    """
    mine = select(MOVES).where(job.c.id == row.id, job.c.version == row.version, job.c.status == "leased")
    moves = connection.execute(mine).scalar()
    if moves is None:
        raise Fenced
    if not moves:
        raise Conflict
