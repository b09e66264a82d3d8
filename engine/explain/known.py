"""What stands beside the workflows of a call tree: tasks, jobs and incidents by token, read once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from engine.bpmn import Wait
from engine.models import incident, job, user_task
from engine.timers import planned

Key = tuple[int, str]  # instance, token


class Known:
    """The rows beside the workflows, and the waits of those that have been decoded."""

    def __init__(self, connection: Connection, root_id: int, parts: Sequence[Row[Any]]) -> None:
        self.parts = {part.id: part for part in parts}
        self.callers: dict[Key, int] = {(p.parent_id, p.parent_token): p.id for p in parts if p.parent_id}
        self.tasks = _by_token(connection, user_task, root_id, user_task.c.status == "open")
        self.jobs = _by_token(connection, job, root_id, job.c.status.in_(("ready", "leased", "dead")))
        self.incidents = _by_token(connection, incident, root_id, incident.c.resolved_at.is_(None))
        self.waits: dict[int, list[Wait]] = {}
        self.clocks: dict[int, set[str]] = {}  # the elements of an instance whose timers run

    def facts(self, key: Key, kind: str) -> dict[str, Any]:
        """What the rows of a token say; the kind of its wait says how its job's date is to be read."""
        return {**_of_task(self.tasks.get(key)), **_of_job(self.jobs.get(key), kind), **self.trouble(key)}

    def trouble(self, key: Key) -> dict[str, Any]:
        """The open incident of a token; empty without one."""
        row = self.incidents.get(key)
        return {} if row is None else {"code": row.code, "message": row.message, "opened_at": row.opened_at}

    def read(self, instance_id: int, waits: list[Wait]) -> None:
        """The waits of an instance, callers before what they called."""
        self.waits[instance_id] = waits
        self.clocks[instance_id] = {wait.element for wait in waits if wait.kind == "timer"}

    def outer(self, part: Row[Any], element: str) -> str:
        """The element of the root's diagram that stands for an element of a called instance."""
        while part.parent_id in self.parts:
            waits = self.waits.get(part.parent_id, [])
            element = next((w.element for w in waits if w.token == part.parent_token), element)
            part = self.parts[part.parent_id]
        return element


def _by_token(connection: Connection, table: Table, root_id: int, condition: Any) -> dict[Key, Row[Any]]:
    rows = connection.execute(select(table).where(table.c.root_id == root_id, condition).order_by(table.c.id))
    return {(row.instance_id, row.token): row for row in rows}


def _of_task(row: Row[Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    facts: dict[str, Any] = {
        "task_id": row.id,
        "assignee": row.assignee,
        "groups": row.candidates["groups"],
    }
    return facts | {"due_at": row.due_at, "since": row.created_at, "derivations": row.derivations}


def _of_job(row: Row[Any] | None, kind: str) -> dict[str, Any]:
    if row is None:
        return {}
    due = planned(row.payload, row.due_at) if kind == "timer" else row.due_at
    facts: dict[str, Any] = {
        "job_id": row.id,
        "due_at": due,
        # An attempt is counted when it begins; while it runs nobody knows yet whether it fails.
        "attempts": row.attempts - (row.status == "leased"),
        "running": row.status == "leased",
        "retries": row.retries,
    }
    facts |= {"last_error": row.last_error, "provisional": row.provisional}
    return facts | {"derivations": row.derivations, "since": row.created_at}
