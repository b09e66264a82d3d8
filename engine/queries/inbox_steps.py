"""The steps that occur in a view of the inbox, for its filters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, union

from engine.actor import Actor
from engine.models import user_task
from engine.queries.inbox_views import View, closed_to, parts
from engine.queries.leaping import OPEN, occurring
from engine.queries.visibility import staff_schemes

MOST = 300  # steps that are offered


def steps(connection: Connection, actor: Actor, view: View, now: datetime) -> list[tuple[str, str]]:
    """Names of tasks with the ids of their processes, sorted; one statement."""
    if view == "all":
        return _all(connection, actor)
    pair = (user_task.c.name, user_task.c.process_id)
    found = [select(*pair).where(part, ~closed_to(actor)) for part in parts(actor, view, now)]
    rows = connection.execute(union(*found).limit(MOST)) if found else ()
    return sorted((row.name, row.process_id) for row in rows)


def _all(connection: Connection, actor: Actor) -> list[tuple[str, str]]:
    step = occurring("scheme", "process_id", "name")
    same = (user_task.c[column.name] == column for column in step.c)
    # One look at the index for each step: said by EXISTS, PostgreSQL may join all tasks instead.
    open_to_them = select(user_task.c.id).where(OPEN, *same, ~closed_to(actor)).limit(1).scalar_subquery()
    query = select(step.c.name, step.c.process_id).where(step.c.name.is_not(None), open_to_them.is_not(None))
    if not actor.admin:
        query = query.where(step.c.scheme.in_(staff_schemes(actor)))
    rows = connection.execute(query.limit(MOST))
    return sorted({(row.name, row.process_id) for row in rows})
