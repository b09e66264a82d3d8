"""Independent work: what one has submitted is sealed from all others until everybody has submitted."""

from __future__ import annotations

from collections.abc import Mapping
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
    named = [part.strip() for part in properties.get(SEALED_BY, "").split(",") if part.strip()]
    if not named or task["status"] != "completed" or task["ended_by"] == actor.name:
        return False
    still = select(user_task.c.id).where(
        user_task.c.instance_id == task["instance_id"],
        user_task.c.element.in_(named),
        user_task.c.status == "open",
    )
    return connection.execute(still.limit(1)).first() is not None
