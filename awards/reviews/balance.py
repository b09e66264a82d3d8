"""Who reviews how much: the balance of a scheme's reviewers, and a plan that gives the next cases to the least burdened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from awards.models import engagement
from awards.reviews.gate import NO_TIE
from awards.reviews.rounds import PARTS, REVIEW, ROUND
from engine.models import instance, recusal, user_task
from engine.queries.visibility import in_schemes


@dataclass(slots=True)
class Load:
    """One reviewer of one scheme: cases assigned, submitted, at hand, stepped back from."""

    scheme: str
    account: str
    name: str
    unit: str = ""
    assigned: set[int] = field(default_factory=set)
    done: int = 0
    open: int = 0
    conflicts: int = 0


def balance(connection: Connection, schemes: Sequence[str]) -> list[Load]:
    """Everybody who is engaged for a cycle of these schemes or has reviewed there, the least burdened first."""
    found = {(load.scheme, load.account): load for load in _engaged(connection, schemes)}
    for row in _tasks(connection, schemes):
        scheme = row.process_id.partition(".")[0]
        load = found.setdefault((scheme, row.assignee), Load(scheme, row.assignee, row.assignee))
        load.assigned.add(row.instance_id)
        load.done += row.element == REVIEW and row.status == "completed"
        load.open += row.status == "open"
    for row in _recused(connection, schemes):
        load_or_none = found.get((row.process_id.partition(".")[0], row.account))
        if load_or_none is not None:
            load_or_none.conflicts += 1
    return sorted(found.values(), key=lambda one: (one.scheme, one.open, len(one.assigned), one.account))


def plan(
    cases: Sequence[tuple[int, Sequence[str]]], load: Mapping[str, int], wanted: int
) -> dict[int, list[str]]:
    """Who gets which case: of those who may, the least burdened; each case given counts for the next.

    `cases` are (task, accounts that may); `load` is what they have at hand. A case for which fewer may gets fewer.
    """
    burden = dict(load)
    found: dict[int, list[str]] = {}
    for task, accounts in cases:
        chosen = sorted(accounts, key=lambda account: (burden.get(account, 0), account))[:wanted]
        for account in chosen:
            burden[account] = burden.get(account, 0) + 1
        found[task] = chosen
    return found


def _engaged(connection: Connection, schemes: Sequence[str]) -> list[Load]:
    query = select(engagement).where(engagement.c.scheme.in_(schemes), engagement.c.ended_on.is_(None))
    rows = connection.execute(query.order_by(engagement.c.id))
    return [Load(row.scheme, row.account, row.name, row.unit) for row in rows]


def _tasks(connection: Connection, schemes: Sequence[str]) -> Sequence[Any]:
    root = instance.alias("root")
    query = (
        select(
            user_task.c.assignee,
            user_task.c.instance_id,
            user_task.c.element,
            user_task.c.status,
            root.c.process_id,
        )
        .join(root, root.c.id == user_task.c.root_id)
        .where(
            user_task.c.process_id == ROUND,
            user_task.c.element.in_(PARTS),
            user_task.c.status != "cancelled",
            user_task.c.assignee.is_not(None),
            in_schemes(root.c.process_id, schemes),
        )
    )
    return connection.execute(query).all()


def _recused(connection: Connection, schemes: Sequence[str]) -> Sequence[Any]:
    query = (
        select(recusal.c.account, instance.c.process_id)
        .join(instance, instance.c.id == recusal.c.root_id)
        .where(in_schemes(instance.c.process_id, schemes), recusal.c.element.not_in(NO_TIE))
    )
    return connection.execute(query).all()
