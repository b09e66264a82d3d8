"""Single tasks with their cases: by number, several at once, the next one of a case; what lists join to theirs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, and_, case, or_, select

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import instance, user_task
from engine.queries.visibility import admitted_tasks, claimable, in_my_schemes, may_work, stands_for

root = instance.alias("root")
COLUMNS = (
    user_task.c.id,
    user_task.c.root_id,
    user_task.c.instance_id,
    user_task.c.element,
    user_task.c.name,
    user_task.c.process_id,
    user_task.c.scheme,
    user_task.c.articles,
    user_task.c.assignee,
    user_task.c.delegated_by,
    user_task.c.delegated_to,
    user_task.c.candidates,
    user_task.c.priority,
    user_task.c.due_at,
    user_task.c.follow_up_at,
    user_task.c.status,
    user_task.c.created_at,
    user_task.c.ended_at,
    user_task.c.ended_by,
    root.c.process_id.label("root_process_id"),
    root.c.business_key,
    root.c.title,
    root.c.owner,
)


def task(connection: Connection, actor: Actor, task_id: int) -> Record | None:
    """One task with its case, if the actor may open it: has it, may claim it, did it, acts for one who has it or
    may claim it, or is staff of the scheme."""
    return record(connection, _openable(actor).where(user_task.c.id == task_id))


def chosen(connection: Connection, actor: Actor, ids: Collection[int]) -> list[Record]:
    """As `task`, of several at once, in their order of due days; what one may not see is left out."""
    query = _openable(actor).where(user_task.c.id.in_(sorted(ids)))
    return records(connection, query.order_by(user_task.c.due_at.asc().nulls_last(), user_task.c.id))


def _openable(actor: Actor) -> Select[Any]:
    """The tasks that an actor may open, with all that their pages need."""
    own = (user_task.c.assignee, user_task.c.ended_by, user_task.c.delegated_by)
    at_hand = and_(user_task.c.status == "open", may_work(actor))
    mine = or_(*(column == actor.name for column in own), claimable(actor), at_hand)
    more = (
        user_task.c.form_id,
        user_task.c.token,
        user_task.c.derivations,
        stands_for(actor).label("stands_for"),
        instance.c.definition_id,
        instance.c.state,
        instance.c.status.label("case_status"),
        root.c.suspended_at.label("suspended_at"),
    )
    query = with_case(*COLUMNS, *more).join(instance, instance.c.id == user_task.c.instance_id)
    return query.where(admitted_tasks(actor), or_(mine, in_my_schemes(actor)))


def next_task(connection: Connection, actor: Actor, root_id: int) -> int | None:
    """The task of the same case that the actor should do next: an own one first, then one to claim."""
    own = case((user_task.c.assignee == actor.name, 0), else_=1)
    query = select(user_task.c.id).where(
        user_task.c.status == "open", user_task.c.root_id == root_id, admitted_tasks(actor), may_work(actor)
    )
    return connection.execute(query.order_by(own, user_task.c.due_at, user_task.c.id).limit(1)).scalar()


def with_case(*columns: Any) -> Select[Any]:
    """Columns of tasks, each beside its case."""
    return select(*columns).select_from(user_task).join(root, root.c.id == user_task.c.root_id)
