"""Whether this node's clock agrees with the database's, by which several nodes agree with each other."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from engine.clock import Clock, SystemClock
from engine.db import Database

MOST = timedelta(seconds=5)  # two nodes are twice this apart at most, well within a job's lease
_THEIRS = text("SELECT clock_timestamp()")


def skew(database: Database, clock: Clock) -> timedelta:
    """How far this node's clock is ahead of the database's (behind: negative), beyond what asking took.

    Zero for SQLite, which has no clock of its own, and for a clock that was lent. Raises Unavailable.
    """
    if database.is_sqlite or not isinstance(clock, SystemClock):
        return timedelta(0)
    before = clock.now()
    with database.reading() as connection:
        theirs = connection.execute(_THEIRS).scalar_one()
    after = clock.now()
    if theirs < before:
        return before - theirs
    return min(after - theirs, timedelta(0))


def agrees(ahead: timedelta) -> bool:
    """Whether a node so far ahead (or behind) may still work."""
    return abs(ahead) <= MOST
