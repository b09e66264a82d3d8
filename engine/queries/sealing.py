"""Independent work: what one has submitted is sealed from all others until everybody has submitted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.models import user_task

SEALED_BY: Final = "sealed-by"  # a task's property: the elements of the same instance that have to be over


def sealed(
    connection: Connection, task: Mapping[str, Any], properties: Mapping[str, str], actor: Actor
) -> bool:
    """Whether somebody else's completed task must not be opened yet, by whatever right one sees it.

    It may be once no task of the named elements is open in its instance. It holds for everybody, leaders and
    administrators too; one's own stays open to oneself.
    """
    if task["status"] != "completed" or task["ended_by"] == actor.name or SEALED_BY not in properties:
        return False
    return shut(properties, open_elements(connection, task["root_id"]).get(task["instance_id"], frozenset()))


def shut(properties: Mapping[str, str], still_open: Collection[str]) -> bool:
    """Whether an element's property names one of the elements that are still open."""
    named = {part.strip() for part in properties.get(SEALED_BY, "").split(",")}
    return not named.isdisjoint(still_open)


def open_elements(connection: Connection, root_id: int) -> dict[int, set[str]]:
    """By instance of a case: the elements of its open user tasks."""
    query = select(user_task.c.instance_id, user_task.c.element).where(
        user_task.c.root_id == root_id, user_task.c.status == "open"
    )
    found: dict[int, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.instance_id, set()).add(row.element)
    return found
