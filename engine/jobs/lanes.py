"""Two lanes of work: what moves cases inside the database, and calls to the outside, which may take long.

Each lane does one job of a case at a time. A call that is out does not keep the clocks of its case from firing,
since one of them may be there to end it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from engine.models import instance, job
from engine.process_engine import ProcessEngine

Lane = Literal["inside", "outside"]

_suspended = select(instance.c.id).where(instance.c.suspended_at.is_not(None))
# Work of a case that is suspended waits until it is resumed.
MOVES = or_(job.c.root_id.is_(None), job.c.root_id.not_in(_suspended))
# Whom a call reaches: the header `receiver` of its task, else all calls of its type have one.
RECEIVER = func.coalesce(job.c.payload["headers"]["receiver"].as_string(), job.c.type)


def in_lane(pe: ProcessEngine, lane: Lane | None, table: Any = job) -> ColumnElement[bool]:
    """The condition on jobs of a lane; without one all of them."""
    if lane is None:
        return true()
    types = [handler.type for handler in pe.registries.handlers.values() if handler.kind == "outside"]
    called = and_(table.c.kind.in_(("service", "errand")), table.c.type.in_(types))
    return called if lane == "outside" else ~called


def free(pe: ProcessEngine, lane: Lane | None, now: datetime) -> ColumnElement[bool]:
    """The condition on jobs of whose case no other is in somebody's hands."""
    other = job.alias("in_hand")
    held = select(other.c.root_id).where(
        other.c.status == "leased",
        other.c.lease_until > now,
        other.c.root_id.is_not(None),
        in_lane(pe, lane, other),
    )
    return or_(job.c.root_id.is_(None), job.c.root_id.not_in(held))


def reaches_none_of(receivers: Collection[str]) -> ColumnElement[bool]:
    """The condition on calls to others than these."""
    return RECEIVER.not_in(sorted(receivers)) if receivers else true()
