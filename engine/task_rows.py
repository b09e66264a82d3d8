"""New user tasks with those who may do them, written in as few statements as can be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from engine.models import candidate, user_task
from engine.prepared import PreparedInsert

_NEW_TASK = PreparedInsert(user_task, user_task.c.id)
_NEW_CANDIDATE = PreparedInsert(candidate)


def write_tasks(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert tasks in their order. The first group stands in the task's own row, all others in rows beside it."""
    listed: list[dict[str, Any]] = []
    plain: list[dict[str, Any]] = []  # nothing hangs on their ids
    for row in rows:
        others = _others(row)
        if not others:
            plain.append(row)
            continue
        _NEW_TASK.many(connection, plain)
        plain = []
        key = _NEW_TASK.one(connection, row).rows[0][0]
        listed += [{"task_id": key, "kind": kind, "name": name} for kind, name in others]
    _NEW_TASK.many(connection, plain)
    _NEW_CANDIDATE.many(connection, listed)


def _others(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Kind and name of the candidates beside the first group."""
    who = row["candidates"]
    groups = [("group", name) for name in set(who["groups"]) - {row["candidate_group"]}]
    return sorted(groups + [("user", name) for name in set(who["users"])])
