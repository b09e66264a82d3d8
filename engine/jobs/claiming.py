"""Jobs are claimed with a lease and a fencing version: whoever holds the newest claim may end them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, null, select, tuple_, update

from engine.db import one_at_a_time
from engine.errors import Conflict
from engine.jobs.errors import Fenced
from engine.jobs.failing import bury_expired
from engine.jobs.lanes import MOVES, RECEIVER, Lane, free, in_lane, reaches_none_of
from engine.models import job
from engine.prepared import Prepared
from engine.process_engine import ProcessEngine

LEASE = timedelta(seconds=30)
_FENCE = Prepared(
    update(job)
    .where(job.c.id == bindparam("_id"), job.c.version == bindparam("_version"), job.c.status == "leased")
    .values(status="done", ended_at=bindparam("_now"))
)
Held = dict[int, int]  # claims in hand: job -> version of its claim


def next_due(connection: Connection) -> datetime | None:
    """When the next job falls due, for a worker that wants to sleep until then."""
    return connection.execute(
        select(job.c.due_at).where(job.c.status == "ready", MOVES).order_by(job.c.due_at).limit(1)
    ).scalar()


def claim(
    pe: ProcessEngine,
    owner: str,
    limit: int,
    *,
    lane: Lane | None = None,
    busy: Collection[str] = (),
) -> Sequence[Row[Any]]:
    """Lease due jobs in a short transaction of its own: urgent ones first, then those that wait longest.

    The attempt is counted here, not at failure. A job that was started before is taken alone, so that one that
    kills its worker takes no other with it. A case of which somebody holds a job in this lane is left alone.
    Of calls to the outside one a receiver is taken, and none to the receivers that are `busy`.
    """
    with pe.database.transaction() as connection:
        one_at_a_time(connection, "claim")  # two that look at one moment would both find a case free
        now = pe.now()
        bury_expired(connection, pe, now)
        _take_back(connection, now)
        found = connection.execute(_due(pe, now, lane, busy).limit(limit)).all()
        chosen = _together(found, apart=lane == "outside")
        if not chosen:
            return []
        leased = connection.execute(
            update(job)
            .where(job.c.id.in_(chosen))
            .values(
                status="leased",
                owner=owner,
                lease_until=now + LEASE,
                attempts=job.c.attempts + 1,
                version=job.c.version + 1,
            )
            .returning(job)
        ).all()
        return sorted(leased, key=lambda row: (-row.priority, row.due_at, row.id))


def _take_back(connection: Connection, now: datetime) -> None:
    """Jobs whose lease ran out wait again; a worker that comes back too late meets the fence."""
    lost = select(job.c.id).where(
        job.c.status == "leased", job.c.lease_until <= now, job.c.attempts < job.c.retries
    )
    mine = update(job).where(job.c.id.in_(lost.with_for_update(skip_locked=True)))
    connection.execute(mine.values(status="ready", lease_until=None))


def _due(pe: ProcessEngine, now: datetime, lane: Lane | None, busy: Collection[str]) -> Select[Any]:
    due = (job.c.status == "ready", job.c.due_at <= now, MOVES)
    receiver = RECEIVER if lane == "outside" else null()  # nobody asks for it inside, and it is costly
    return (
        select(job.c.id, job.c.attempts, job.c.root_id, receiver.label("receiver"))
        .where(*due, in_lane(pe, lane), free(pe, lane, now), reaches_none_of(busy))
        .order_by(job.c.priority.desc(), job.c.due_at, job.c.id)
        .with_for_update(of=job, skip_locked=True)
    )


def _together(found: Sequence[Row[Any]], *, apart: bool) -> list[int]:
    """Which of these are claimed at once: the first alone if it was started before, else the fresh ones.

    `apart`: they are done at the same time, so no two of one case or to one receiver.
    """
    if found and found[0].attempts > 0:
        return [found[0].id]
    chosen: list[int] = []
    seen: set[tuple[str, Any]] = set()
    for row in found:
        marks = {("case", row.root_id), ("receiver", row.receiver)} - {("case", None)} if apart else set()
        if row.attempts == 0 and seen.isdisjoint(marks):
            chosen.append(row.id)
            seen |= marks
    return chosen


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
    ended = {"_id": row.id, "_version": row.version, "_now": now}
    if _FENCE.run(connection, ended).rowcount != 1:
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
