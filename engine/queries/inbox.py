"""The inbox: open tasks by view, with counts, the days on which they fall due, and one task by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    union_all,
)

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import instance, user_task
from engine.queries.visibility import admitted_tasks, claimable, claimable_apart, in_my_schemes, may_work

View = Literal["mine", "group", "all", "done"]

_root = instance.alias("root")
_COLUMNS = (
    user_task.c.id,
    user_task.c.root_id,
    user_task.c.instance_id,
    user_task.c.element,
    user_task.c.name,
    user_task.c.process_id,
    user_task.c.articles,
    user_task.c.assignee,
    user_task.c.candidates,
    user_task.c.priority,
    user_task.c.due_at,
    user_task.c.status,
    user_task.c.created_at,
    user_task.c.ended_at,
    user_task.c.ended_by,
    _root.c.process_id.label("root_process_id"),
    _root.c.business_key,
    _root.c.title,
    _root.c.owner,
)

_KEYS = [
    user_task.c[name]
    for name in ("id", "root_id", "name", "process_id", "scheme", "priority", "due_at", "ended_at")
]


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of tasks; an empty value narrows nothing. `day` bounds are instants."""

    scheme: str = ""
    step: str = ""
    text: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and how many there are."""

    rows: list[Record]
    total: int
    first: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks each view holds."""

    mine: int
    group: int
    overdue: int
    all: int


def page(
    connection: Connection,
    actor: Actor,
    view: View,
    filters: Filters,
    *,
    offset: int = 0,
    limit: int = 25,
    descending: bool = False,
) -> Page:
    """Tasks of a view sorted by their due instant (none comes last), with the total; one statement.

    The page's tasks are found before anything is joined to them, so that many open tasks cost little.
    """
    seen = _seen(actor, view)
    order = _order(seen, view, descending=descending)
    found = _narrowed(seen, filters)
    here = found.with_only_columns(seen.c.id).order_by(*order).offset(offset).limit(limit).subquery()
    total = found.with_only_columns(func.count()).scalar_subquery()
    query = _tasks(*_COLUMNS, total.label("total")).where(user_task.c.id.in_(select(here.c.id)))
    rows = records(connection, query.order_by(*_order(user_task, view, descending=descending)))
    return Page(rows, rows[0]["total"] if rows else 0, offset)


def counts(connection: Connection, actor: Actor, now: datetime) -> Counts:
    """The numbers beside the views; one statement."""
    mine, group, everything = (_seen(actor, view) for view in ("mine", "group", "all"))
    numbers = (_count(mine), _count(group), _count(mine, mine.c.due_at <= now), _count(everything))
    return Counts(*connection.execute(select(*numbers)).one())


def assigned_count(connection: Connection, actor: Actor) -> int:
    """How many open tasks the actor has."""
    return connection.execute(select(_count(_seen(actor, "mine")))).scalar_one()


def due_counts(
    connection: Connection, actor: Actor, view: View, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """How many tasks of a view fall due at each instant in [since, until)."""
    due = _seen(actor, view).c.due_at
    query = select(due, func.count()).where(due >= since, due < until).group_by(due)
    return [(row[0], row[1]) for row in connection.execute(query)]


def steps(connection: Connection, actor: Actor, view: View) -> list[tuple[str, str]]:
    """The steps and process ids that occur in a view, for its filters."""
    seen = _seen(actor, view)
    pairs = select(seen.c.name, seen.c.process_id).distinct().order_by(seen.c.name).limit(200)
    return [(row.name, row.process_id) for row in connection.execute(pairs)]


def task(connection: Connection, actor: Actor, task_id: int) -> Record | None:
    """One task with its case, if the actor may open it: has it, may claim it, did it, or is staff of the scheme."""
    mine = or_(user_task.c.assignee == actor.name, user_task.c.ended_by == actor.name, claimable(actor))
    extra = (user_task.c.form_id, user_task.c.token, user_task.c.derivations, user_task.c.follow_up_at)
    query = _tasks(
        *_COLUMNS, *extra, instance.c.definition_id, instance.c.state, instance.c.status.label("case_status")
    )
    query = query.join(instance, instance.c.id == user_task.c.instance_id)
    query = query.where(user_task.c.id == task_id, admitted_tasks(actor), or_(mine, in_my_schemes(actor)))
    return record(connection, query)


def next_task(connection: Connection, actor: Actor, root_id: int) -> int | None:
    """The task of the same case that the actor should do next: an own one first, then one to claim."""
    own = case((user_task.c.assignee == actor.name, 0), else_=1)
    query = select(user_task.c.id).where(
        user_task.c.status == "open", user_task.c.root_id == root_id, admitted_tasks(actor), may_work(actor)
    )
    return connection.execute(query.order_by(own, user_task.c.due_at, user_task.c.id).limit(1)).scalar()


def _tasks(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(user_task).join(_root, _root.c.id == user_task.c.root_id)


def _seen(actor: Actor, view: View) -> Subquery:
    """The tasks of a view, with what they are narrowed, sorted and counted by."""
    parts = [select(*_KEYS).where(admitted_tasks(actor), part) for part in _parts(actor, view)]
    return (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()


def _parts(actor: Actor, view: View) -> tuple[ColumnElement[bool], ...]:
    """Conditions, no two of which hold for one task."""
    is_open = user_task.c.status == "open"
    match view:
        case "mine":
            return (and_(is_open, user_task.c.assignee == actor.name),)
        case "group":
            return tuple(and_(is_open, part) for part in claimable_apart(actor))
        case "all":
            return (and_(is_open, in_my_schemes(actor)),)
        case "done":
            return (and_(user_task.c.status == "completed", user_task.c.ended_by == actor.name),)


def _order(rows: Table | Subquery, view: View, *, descending: bool) -> list[ColumnElement[Any]]:
    due = rows.c.due_at.desc() if descending else rows.c.due_at.asc()
    first = rows.c.ended_at.desc() if view == "done" else due.nulls_last()
    return [first, rows.c.priority.desc(), rows.c.id.asc()]


def _count(rows: Subquery, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows).where(*conditions).scalar_subquery()


def _narrowed(seen: Subquery, filters: Filters) -> Select[Any]:
    """The tasks seen, narrowed; the case is joined only where its text is looked at."""
    query = select(seen.c.id).select_from(seen)
    if filters.scheme:
        query = query.where(seen.c.scheme == filters.scheme)
    if filters.step:
        query = query.where(seen.c.name == filters.step)
    if filters.due_from is not None:
        query = query.where(seen.c.due_at >= filters.due_from)
    if filters.due_before is not None:
        query = query.where(seen.c.due_at < filters.due_before)
    if filters.text:
        texts = (seen.c.name, _root.c.business_key, _root.c.title)
        found = or_(*(column.icontains(filters.text, autoescape=True) for column in texts))
        query = query.join(_root, _root.c.id == seen.c.root_id).where(found)
    return query
