"""Who of the engaged experts may review a case: those without a tie to it, the least burdened first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from awards.assignments import connection_of, cycle_of, scheme_of
from awards.conflicts import ties
from awards.models import engagement
from engine.models import instance, user_task
from engine.registries import Assignment, JobHandler, Variables


def _propose(assignment: Assignment) -> Variables:
    """Inputs: applicant, cycle (default: those of the case). Results: proposed and barred.

    `proposed` is [{account, name, unit, tasks}]: how many open tasks they have; `barred` is
    [{account, name, reason}]. Who is not engaged for the cycle is in neither.
    """
    connection, scheme, cycle = connection_of(assignment), scheme_of(assignment), cycle_of(assignment)
    if cycle is None:
        return {"proposed": [], "barred": []}
    mine = (engagement.c.scheme == scheme) & (engagement.c.cycle == cycle) & engagement.c.ended_on.is_(None)
    people = {
        p.account: p for p in connection.execute(select(engagement).where(mine).order_by(engagement.c.id))
    }
    found = ties(assignment, list(people))
    barred = [
        {"account": c["account"], "name": people[c["account"]].name, "reason": c["reason"]} for c in found
    ]
    tied = {c["account"] for c in found}
    burden = _burden(assignment, scheme, list(people))
    proposed = [
        {"account": account, "name": p.name, "unit": p.unit, "tasks": burden.get(account, 0)}
        for account, p in people.items()
        if account not in tied
    ]
    proposed.sort(key=lambda p: (p["tasks"], p["account"]))
    return {"proposed": proposed, "barred": barred}


def _burden(assignment: Assignment, scheme: str, accounts: list[str]) -> dict[str, Any]:
    """How many open tasks of the scheme each has."""
    query = (
        select(user_task.c.assignee, func.count().label("open"))
        .join(instance, instance.c.id == user_task.c.root_id)
        .where(
            user_task.c.status == "open",
            user_task.c.assignee.in_(accounts),
            instance.c.process_id.startswith(f"{scheme}.", autoescape=True),
        )
        .group_by(user_task.c.assignee)
    )
    return {row.assignee: row.open for row in connection_of(assignment).execute(query)}


PROPOSE_REVIEWERS = JobHandler("awards.propose-reviewers", "inside", _propose)
