"""Incubation pools: who came in by which channel, who left and why (J-12, G-3). No check of an award reads them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select, update

from awards.assignments import case_key, connection_of, day_of
from awards.keys import applicant_key
from awards.links import all_keys
from awards.models import pool_member
from engine.registries import Assignment, BusinessError, JobHandler, Variables

_TOLD = ("id", "pool", "applicant", "name", "channel", "entered_on", "left_on", "reason")


def _enter(assignment: Assignment) -> Variables:
    """Inputs: pool, applicant, name, channel, entered_on (default: today). Result: member.

    Who is in already stays as it is. `member.earlier` lists what came before: {entered_on, left_on, reason}.
    """
    connection, given = connection_of(assignment), assignment.variables
    stays = _membership(assignment)
    if stays is None:
        row = {
            "pool": str(given["pool"]),
            "applicant": applicant_key(given["applicant"]),
            "name": str(given["name"]),
            "channel": str(given["channel"]),
            "entered_on": day_of(given.get("entered_on"), assignment),
            "case_key": case_key(assignment),
        }
        connection.execute(insert(pool_member), row)
        assignment.notes.append(("pool-entered", {"pool": row["pool"], "name": row["name"]}))
    return {"member": _told(assignment)}


def _leave(assignment: Assignment) -> Variables:
    """Inputs: pool, applicant, reason, left_on (default: today). Result: member.

    Business error `no-member`: the applicant is not in the pool.
    """
    stays, given = _membership(assignment), assignment.variables
    if stays is None:
        raise BusinessError("no-member", {"pool": given["pool"]})
    left = {"left_on": day_of(given.get("left_on"), assignment), "reason": str(given["reason"])}
    change = update(pool_member).where(pool_member.c.id == stays.id).values(left)
    connection_of(assignment).execute(change)
    assignment.notes.append(("pool-left", {"pool": stays.pool, "name": stays.name, "reason": left["reason"]}))
    return {"member": _told(assignment)}


def _member(assignment: Assignment) -> Variables:
    """Inputs: pool, applicant. Result: member as of `awards.pool-enter`, null for one who never was in the pool."""
    return {"member": _told(assignment)}


def _memberships(assignment: Assignment) -> list[Row[Any]]:
    connection, given = connection_of(assignment), assignment.variables
    keys = all_keys(connection, applicant_key(given["applicant"]))
    mine = (pool_member.c.pool == str(given["pool"])) & pool_member.c.applicant.in_(keys)
    return list(connection.execute(select(pool_member).where(mine).order_by(pool_member.c.id)))


def _membership(assignment: Assignment) -> Row[Any] | None:
    return next((row for row in _memberships(assignment) if row.left_on is None), None)


def _told(assignment: Assignment) -> dict[str, Any] | None:
    rows = _memberships(assignment)
    if not rows:
        return None
    earlier = [{name: getattr(row, name) for name in _TOLD[5:]} for row in rows[:-1]]
    return {**{name: getattr(rows[-1], name) for name in _TOLD}, "earlier": earlier}


POOL_ENTER = JobHandler("awards.pool-enter", "inside", _enter)
POOL_LEAVE = JobHandler("awards.pool-leave", "inside", _leave)
POOL_MEMBER = JobHandler("awards.pool-member", "inside", _member)
