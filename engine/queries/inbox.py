"""The inbox: open tasks by view, with counts, the days on which they fall due, and one task by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import instance, user_task
from engine.queries.visibility import admitted_tasks, claimable, in_schemes, may_work, staff_schemes

View = Literal["mine", "group", "all", "done"]

_root, _whose = instance.alias("root"), instance.alias("whose")
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
    """Tasks of a view sorted by their due instant (none comes last), with the total; one statement."""
    query = _tasks(*_COLUMNS, func.count().over().label("total")).where(
        _in_view(actor, view), *_narrowed(filters)
    )
    due = user_task.c.due_at
    order = (
        [user_task.c.ended_at.desc()]
        if view == "done"
        else [due.is_(None), due.desc() if descending else due]
    )
    query = query.order_by(*order, user_task.c.priority.desc(), user_task.c.id).offset(offset).limit(limit)
    rows = records(connection, query)
    return Page(rows, rows[0]["total"] if rows else 0, offset)


def counts(connection: Connection, actor: Actor, now: datetime) -> Counts:
    """The numbers beside the views; one statement."""
    mine = user_task.c.assignee == actor.name
    over = and_(mine, user_task.c.due_at <= now)
    query = select(
        func.count(case((mine, 1))),
        func.count(case((claimable(actor), 1))),
        func.count(case((over, 1))),
        func.count(case((_all(actor), 1))),
    ).where(user_task.c.status == "open", admitted_tasks(actor), or_(may_work(actor), _all(actor)))
    return Counts(*connection.execute(query).one())


def assigned_count(connection: Connection, actor: Actor) -> int:
    """How many open tasks the actor has."""
    query = select(func.count()).select_from(user_task).where(_in_view(actor, "mine"))
    return connection.execute(query).scalar_one()


def due_counts(
    connection: Connection, actor: Actor, view: View, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """How many tasks of a view fall due at each instant in [since, until)."""
    due = user_task.c.due_at
    query = select(due, func.count()).where(_in_view(actor, view), due >= since, due < until).group_by(due)
    return [(row[0], row[1]) for row in connection.execute(query)]


def steps(connection: Connection, actor: Actor, view: View) -> list[tuple[str, str]]:
    """The steps and process ids that occur in a view, for its filters."""
    pairs = select(user_task.c.name, user_task.c.process_id).where(_in_view(actor, view)).distinct()
    return [
        (row.name, row.process_id) for row in connection.execute(pairs.order_by(user_task.c.name).limit(200))
    ]


def task(connection: Connection, actor: Actor, task_id: int) -> Record | None:
    """One task with its case, if the actor may open it: has it, may claim it, did it, or is staff of the scheme."""
    mine = or_(user_task.c.assignee == actor.name, user_task.c.ended_by == actor.name, claimable(actor))
    extra = (user_task.c.form_id, user_task.c.token, user_task.c.derivations, user_task.c.follow_up_at)
    query = _tasks(
        *_COLUMNS, *extra, instance.c.definition_id, instance.c.state, instance.c.status.label("case_status")
    )
    query = query.join(instance, instance.c.id == user_task.c.instance_id)
    query = query.where(user_task.c.id == task_id, admitted_tasks(actor), or_(mine, _all(actor)))
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


def _in_view(actor: Actor, view: View) -> ColumnElement[bool]:
    return and_(admitted_tasks(actor), _of_view(actor, view))


def _of_view(actor: Actor, view: View) -> ColumnElement[bool]:
    is_open = user_task.c.status == "open"
    match view:
        case "mine":
            return and_(is_open, user_task.c.assignee == actor.name)
        case "group":
            return and_(is_open, claimable(actor))
        case "all":
            return and_(is_open, _all(actor))
        case "done":
            return and_(user_task.c.status == "completed", user_task.c.ended_by == actor.name)


def _all(actor: Actor) -> ColumnElement[bool]:
    """Tasks of the schemes whose every case the actor may see."""
    if actor.admin:
        return user_task.c.id.is_not(None)
    schemes = in_schemes(_whose.c.process_id, staff_schemes(actor))
    roots = select(_whose.c.id).where(_whose.c.id == user_task.c.root_id, schemes)
    return roots.exists()


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.scheme:
        found.append(in_schemes(_root.c.process_id, [filters.scheme]))
    if filters.step:
        found.append(user_task.c.name == filters.step)
    if filters.due_from is not None:
        found.append(user_task.c.due_at >= filters.due_from)
    if filters.due_before is not None:
        found.append(user_task.c.due_at < filters.due_before)
    if filters.text:
        columns = (user_task.c.name, _root.c.business_key, _root.c.title)
        found.append(or_(*(column.icontains(filters.text, autoescape=True) for column in columns)))
    return found
