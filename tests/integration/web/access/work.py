"""What people work on and with: tasks done, results, messages, views, absences, cases of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.models import job, substitution
from tests.integration.web.access.picking import NOTHING, Finder, one
from web.models import bulk_result, saved_view

if TYPE_CHECKING:
    from tests.integration.web.access.world import World


def done(world: World, kind: str, role: str) -> int | None:
    """own: a task that this role completed; others, elsewhere: one that somebody else did."""
    if kind == "missing":
        return NOTHING
    for task in world.tasks:
        if task["status"] != "completed" or not task["root_process"].startswith(world.scheme(role, kind)):
            continue
        if (task["ended_by"] == world.name(role)) == (kind == "own"):
            return int(task["id"])
    return None


def results(world: World, kind: str, role: str) -> str | None:
    """What came of one's own work on many tasks, or of another's."""
    if kind == "missing":
        return "nothing"
    whose = {"own": role, "others": "admin" if role == "applicant" else "applicant"}.get(kind)
    known = {row["token"] for row in world.rows(select(bulk_result.c.token))}
    return f"bulk-{whose}" if f"bulk-{whose}" in known else None


def said(world: World, kind: str, role: str) -> tuple[int, int] | None:
    """own: a case and a message that this role may send to it; elsewhere: those of the other scheme's office."""
    if kind == "missing":
        return NOTHING, NOTHING
    if kind == "others":
        return None
    elsewhere = "office" if role == "foreign" else "foreign"
    return world.message(elsewhere if kind == "elsewhere" else role)


def meeting(world: World, scheme: str) -> int | None:
    """A task of the scheme's committee."""
    groups = [f"{scheme}.committee"]
    return next((int(t["id"]) for t in world.tasks if t["candidates"]["groups"] == groups), None)


def timed_case(world: World, kind: str, _role: str) -> int | None:
    """own: the case whose timer `timer_id` is; others: another one."""
    if kind in ("missing", "elsewhere"):
        return NOTHING if kind == "missing" else None
    timer = world.rows(select(job.c.root_id).where(job.c.kind == "timer").order_by(job.c.id))[0]
    return next(c["id"] for c in world.cases if (c["id"] == timer["root_id"]) == (kind == "own"))


def case_of(process: str) -> Finder:
    """The scheme's first case of a process."""

    def find(world: World, scheme: str) -> int | None:
        return next((c["id"] for c in world.cases if c["process_id"] == f"{scheme}.{process}"), None)

    return one(find)


def view(world: World, kind: str, role: str) -> int | None:
    """A saved view of the inbox, shown to nobody else."""
    if kind == "missing":
        return NOTHING
    whose = {
        "own": world.name(role),
        "others": "admin" if role == "applicant" else "applicant1",
        "elsewhere": None,
    }[kind]
    return next((r["id"] for r in world.rows(select(saved_view)) if r["owner"] == whose), None)


def absence(world: World, scheme: str) -> int | None:
    rows = world.rows(select(substitution).where(substitution.c.scheme == scheme))
    return rows[0]["id"] if rows else None
