"""What a story expects: each kind compared with what the database and the workflow say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.models import history, instance, user_task
from engine.process_engine import ProcessEngine
from engine.rehearsal.scene import Failed, Scene

__all__ = ["Failed", "called_by", "check", "open_tasks", "part"]


def check(
    pe: ProcessEngine, connection: Connection, root_id: int, expect: Mapping[str, Any], inside: str | None
) -> dict[str, int]:
    """Compare everything that is expected; returns the aliases of started instances. Raises Failed."""
    scene = Scene(pe, connection, root_id, inside)
    aliases: dict[str, int] = {}
    for kind, wanted in expect.items():
        if kind == "started":
            aliases |= scene.started(wanted)
        else:
            _CHECKS[kind](scene, wanted)
    return aliases


def part(pe: ProcessEngine, connection: Connection, root_id: int, inside: str | None) -> int:
    """The case itself, or with `inside` what that call activity of it has called. Raises Failed."""
    return Scene(pe, connection, root_id, inside).instance_id


def open_tasks(connection: Connection, root_id: int, element: str, inside: str | None) -> list[Row[Any]]:
    """The open tasks of an element in a case, oldest first; `inside` names a call activity."""
    query = select(user_task).where(
        user_task.c.root_id == root_id, user_task.c.element == element, user_task.c.status == "open"
    )
    rows = list(connection.execute(query.order_by(user_task.c.id)))
    return [r for r in rows if inside is None or called_by(connection, r.instance_id) == inside]


def called_by(connection: Connection, instance_id: int) -> str | None:
    """The call activity that started an instance, read from its caller's story."""
    row = connection.execute(select(instance).where(instance.c.id == instance_id)).one()
    if row.parent_id is None:
        return None
    query = select(history.c.facts).where(history.c.instance_id == row.parent_id).order_by(history.c.id)
    told = connection.execute(query).scalars()
    entered = [e for facts in told for k, e in facts.get("trail", []) if k == "e"]
    process = row.process_id.rpartition(".")[2]
    return next((e for e in reversed(entered) if e.endswith(process)), entered[-1] if entered else None)


_CHECKS: dict[str, Callable[[Scene, Any], None]] = {
    "at": Scene.at,
    "open": Scene.open,
    "done": Scene.done,
    "not reached": Scene.not_reached,
    "due": Scene.due,
    "variables": Scene.variables,
    "incidents": Scene.incidents,
    "ended": Scene.ended,
    "messages": Scene.messages,
    "letters": Scene.letters,
    "jobs": Scene.jobs,
    "provisional": Scene.provisional,
}
