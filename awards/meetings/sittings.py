"""Which meetings there are: user tasks of a scheme's committee, open ones first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, case, select

from engine.actor import Actor
from engine.db import Record, records
from engine.models import instance, user_task
from engine.queries.visibility import visible_roots

COMMITTEE: Final = "committee"  # the role whose tasks are meetings
OFFICE: Final = ("office-clerk", "office-lead")  # who prepares them
MOST: Final = 100  # meetings of a page


def group_of(scheme: str) -> str:
    """The group of a scheme's committee."""
    return f"{scheme}.{COMMITTEE}"


def meetings(
    connection: Connection, actor: Actor, schemes: Collection[str], root_id: int | None = None
) -> list[Record]:
    """The committees' tasks in cases that the actor may see: open ones, then those held, newest first.

    `root_id` narrows them to one case. One statement.
    """
    held = case((user_task.c.status == "open", 0), else_=1)
    joined = user_task.join(instance, instance.c.id == user_task.c.root_id)
    query = select(
        user_task.c.id,
        user_task.c.name,
        user_task.c.scheme,
        user_task.c.status,
        user_task.c.form_id,
        user_task.c.assignee,
        user_task.c.due_at,
        user_task.c.created_at,
        user_task.c.ended_at,
        instance.c.id.label("root_id"),
        instance.c.process_id.label("root_process_id"),
        instance.c.business_key,
        instance.c.title,
    ).select_from(joined)
    query = query.where(_of(schemes), user_task.c.status != "cancelled", visible_roots(actor))
    if root_id is not None:
        query = query.where(user_task.c.root_id == root_id)
    return records(connection, query.order_by(held, user_task.c.id.desc()).limit(MOST))


def roots_of(connection: Connection, scheme: str, keys: Collection[str]) -> dict[str, int]:
    """The scheme's cases with these keys, the newest of each, whoever may see them: for the committee's own books."""
    if not keys:
        return {}
    query = select(instance.c.business_key, instance.c.id).where(
        instance.c.parent_id.is_(None),
        instance.c.business_key.in_(keys),
        instance.c.process_id.startswith(f"{scheme}.", autoescape=True),
    )
    return {row.business_key: row.id for row in connection.execute(query.order_by(instance.c.id))}


def _of(schemes: Collection[str]) -> ColumnElement[bool]:
    groups: Sequence[str] = [group_of(scheme) for scheme in sorted(schemes)]
    return user_task.c.candidate_group.in_(groups)
