"""Which meetings there are: user tasks of a scheme's committee, open ones first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Connection, Select, case, literal_column, select, text, union_all

from engine.actor import Actor
from engine.db import Record, records
from engine.models import instance, user_task
from engine.models.tasks import OF_COMMITTEE
from engine.queries.visibility import recused

COMMITTEE: Final = "committee"  # the role whose tasks are meetings
OFFICE: Final = ("office-clerk", "office-lead")  # who prepares them
MOST: Final = 100  # meetings of a page
SEEN: Final = 1_000  # that are looked through for those the reader may see


def group_of(scheme: str) -> str:
    """The group of a scheme's committee."""
    return f"{scheme}.{COMMITTEE}"


def meetings(connection: Connection, actor: Actor, schemes: Collection[str]) -> list[Record]:
    """The tasks of these schemes' committees: open ones, then those held, newest first.

    The actor is of the committee or the office of each, and has not stepped back from the case. One statement.
    """
    groups = [group_of(scheme) for scheme in sorted(schemes)]
    held = case((user_task.c.status == "open", 0), else_=1)
    found = union_all(*(_of(groups, status) for status in ("open", "completed"))).subquery()
    joined = user_task.join(found, found.c.id == user_task.c.id).join(
        instance, instance.c.id == user_task.c.root_id
    )
    query = select(
        user_task.c.id,
        user_task.c.name,
        user_task.c.status,
        user_task.c.due_at,
        user_task.c.ended_at,
        instance.c.process_id.label("root_process_id"),
        instance.c.business_key,
        instance.c.title,
    ).select_from(joined)
    query = query.where(~recused(instance.c.id, actor.name)).order_by(held, user_task.c.id.desc())
    return records(connection, query.limit(MOST))


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


def _of(groups: Sequence[str], status: str) -> Select[tuple[int]]:
    """The newest tasks of these groups that have this status, each status by an index of its own."""
    query = select(user_task.c.id).where(
        user_task.c.status == literal_column(f"'{status}'"),
        user_task.c.candidate_group.in_(groups),
        text(OF_COMMITTEE),
    )
    return select(query.order_by(user_task.c.id.desc()).limit(SEEN).subquery().c.id)
