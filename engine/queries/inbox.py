"""The inbox: a page of a view, its counts, the days on which its tasks fall due, and one task by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    literal_column,
    select,
    union_all,
)

from engine.actor import Actor
from engine.db import Record, records
from engine.models import user_task
from engine.queries.inbox_search import MOST, Search, running, running_with
from engine.queries.inbox_steps import steps
from engine.queries.inbox_tasks import COLUMNS, chosen, next_task, root, task, with_case
from engine.queries.inbox_views import Condition, Filters, View, closed_to, narrowed, parts, whole
from engine.queries.visibility import admitted_tasks, stands_for

__all__ = ["Counts", "Filters", "Page", "Search", "Sort", "View", "assigned_count", "chosen"]
__all__ += ["counts", "due_counts", "next_task", "page", "steps", "task"]

Sort = Literal["due", "task", "case", "who", "state", "ended"]

_SORTED_BY = {
    "due": (user_task.c.due_at,),
    "task": (user_task.c.name,),
    "case": (root.c.business_key,),
    "who": (user_task.c.assignee,),
    "state": (user_task.c.assignee.is_(None), user_task.c.due_at),
    "ended": (user_task.c.ended_at,),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows and how many there are; `bounded`: a search found more cases than it looks at."""

    rows: list[Record]
    total: int
    first: int
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks each view holds."""

    mine: int
    group: int
    overdue: int
    all: int
    later: int = 0
    stand: int = 0


def page(
    connection: Connection,
    actor: Actor,
    view: View,
    filters: Filters,
    now: datetime,
    *,
    offset: int = 0,
    limit: int = 25,
    sort: Sort = "due",
    descending: bool = False,
    total: int | None = None,
) -> Page:
    """Tasks of a view, sorted (what has no value comes last), with how many there are; one statement.

    Each part of the view gives its first tasks before anything is joined to them, so that many open tasks cost
    little. A `total` that is known already is not counted again.
    """
    cases = running_with(connection, filters.search) if _is_wide(actor, view, filters) else None
    narrow = narrowed(filters, actor, searched=cases is not None)
    wanted = (*narrow, admitted_tasks(actor))
    found: Sequence[Condition] = parts(connection, actor, view, now, together=sort == "case")
    if cases is not None:
        found = _sought(found, actor, filters.steps, cases)
    if not found:
        return Page([], 0, offset)
    order = _order(_keys(sort), descending=descending)
    by_case = view == "all" and actor.admin and cases is None
    firsts = [_first(and_(part, *wanted), sort, order, offset + limit, by_case=by_case) for part in found]
    known_first = union_all(*firsts).subquery()
    again = _order(list(known_first.c)[1:], descending=descending)
    ordered = select(known_first.c.id).order_by(*again).offset(offset).limit(limit).subquery()
    columns: list[Any] = [*COLUMNS, stands_for(actor).label("stands_for")]
    if total is None:
        every = [whole(actor)] if view == "all" else found
        if cases is not None:
            every = _sought(every, actor, filters.steps, cases)
        columns.append(_number(every, actor, view, narrow).label("total"))
    query = with_case(*columns).where(user_task.c.id.in_(select(ordered.c.id)))
    rows = records(connection, query.order_by(*order))
    known = total if total is not None else (rows[0]["total"] if rows else 0)
    return Page(rows, known, offset, bounded=len(cases or ()) == MOST)


def counts(connection: Connection, actor: Actor, now: datetime) -> Counts:
    """The numbers beside the views; one statement."""
    mine = parts(connection, actor, "mine", now)
    overdue = [and_(part, user_task.c.due_at <= now) for part in mine]
    apart = (mine, parts(connection, actor, "group", now), overdue)
    numbers = [_admitted(found, actor) for found in apart]
    everything = _all_but_closed(whole(actor), actor)
    others = [_admitted(parts(connection, actor, view, now), actor) for view in ("later", "stand")]
    row = connection.execute(select(*numbers, everything, *others)).one()
    return Counts(*map(int, row))


def assigned_count(connection: Connection, actor: Actor, now: datetime) -> int:
    """How many open tasks the actor has to look at now."""
    number = _admitted(parts(connection, actor, "mine", now), actor)
    return int(connection.execute(select(number)).scalar_one())


def due_counts(
    connection: Connection, actor: Actor, view: View, now: datetime, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """How many tasks of a view fall due at each instant in [since, until)."""
    due = user_task.c.due_at
    found: Sequence[Condition] = parts(connection, actor, view, now, together=True)
    if not found:
        return []
    between = and_(due >= since, due < until)
    number = func.count().label("number")
    seen = [select(due, number).where(part, between).group_by(due) for part in found]
    closed = [select(due, -number).where(part, between, closed_to(actor)).group_by(due) for part in found]
    both = union_all(*seen, *closed).subquery()
    query = select(both.c.due_at, func.sum(both.c.number)).group_by(both.c.due_at)
    return [(row[0], int(row[1])) for row in connection.execute(query) if row[1]]


def _is_wide(actor: Actor, view: View, filters: Filters) -> bool:
    """Whether a search looks through so many tasks that their cases are better looked for first."""
    return bool(filters.search) and view == "all" and actor.admin


def _joined(query: Select[Any], sort: Sort, *, by_case: bool = False) -> Select[Any]:
    """The case is joined before the page is cut only where it sorts by it.

    `by_case`: nearly all running cases have their part in it, so they are gone through in the order of their
    numbers until the page is full. That nothing is looked up by a case's id says so to the database.
    """
    if sort != "case":
        return query
    mine = user_task.c.root_id == (root.c.id + literal_column("0") if by_case else root.c.id)
    together = query.select_from(root.join(user_task, mine))
    return together.where(running(root)) if by_case else together


def _first(
    condition: Condition, sort: Sort, order: Sequence[ColumnElement[Any]], most: int, *, by_case: bool
) -> Select[Any]:
    """The ids of the first tasks of one part of a view, with what they are sorted by."""
    keys = [key.label(f"key_{number}") for number, key in enumerate(_keys(sort))]
    query = _joined(select(user_task.c.id, *keys), sort, by_case=by_case).where(condition)
    return select(query.order_by(*order).limit(most).subquery())


def _keys(sort: Sort) -> list[ColumnElement[Any]]:
    """What tasks are sorted by: the column asked for, then the more urgent, then the older."""
    return [*_SORTED_BY[sort], -user_task.c.priority, user_task.c.id]


def _order(keys: Sequence[ColumnElement[Any]], *, descending: bool) -> list[ColumnElement[Any]]:
    *turned, urgent, number = keys
    return [*((c.desc() if descending else c.asc()).nulls_last() for c in turned), urgent, number]


def _sought(
    found: Sequence[Condition], actor: Actor, steps: Sequence[str], cases: Sequence[int]
) -> list[Condition]:
    """What a search over everything found: tasks whose own name answers it; apart from them those of the cases."""
    name, theirs = user_task.c.name, and_(whole(actor), user_task.c.root_id.in_(cases))
    if not steps:
        return [theirs]
    return [*(and_(part, name.in_(steps)) for part in found), and_(theirs, name.not_in(steps))]


def _number(
    every: Sequence[Condition], actor: Actor, view: View, narrow: Sequence[Condition]
) -> ColumnElement[int]:
    """How many tasks a narrowed view holds."""
    found = [and_(part, *narrow) for part in every]
    if view != "all":
        return _admitted(found, actor)
    numbers = [_all_but_closed(part, actor) for part in found]
    return sum(numbers[1:], start=numbers[0])


def _admitted(found: Iterable[Condition], actor: Actor) -> ColumnElement[int]:
    numbers = [_count(and_(part, admitted_tasks(actor))) for part in found]
    return sum(numbers[1:], start=numbers[0])


def _all_but_closed(condition: Condition, actor: Actor) -> ColumnElement[int]:
    """Counted twice: an index alone answers how many there are, and the closed ones are few."""
    return _count(condition) - _count(and_(condition, closed_to(actor)))


def _count(condition: Condition) -> ColumnElement[int]:
    return select(func.count()).select_from(user_task).where(condition).scalar_subquery()
