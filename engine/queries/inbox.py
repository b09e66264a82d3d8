"""The inbox: a page of a view, its counts, the days on which its tasks fall due, and one task by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, union_all

from engine.actor import Actor
from engine.db import Record, records
from engine.models import user_task
from engine.queries.inbox_orders import Order, Sort, cut, firsts, gathered
from engine.queries.inbox_search import Search
from engine.queries.inbox_steps import steps
from engine.queries.inbox_tasks import COLUMNS, chosen, next_task, task, with_case
from engine.queries.inbox_views import Condition, Filters, View, closed_to, narrowed, parts, whole
from engine.queries.visibility import admitted_tasks, stands_for

__all__ = ["Counts", "Filters", "Page", "Search", "Sort", "View", "assigned_count", "chosen"]
__all__ += ["counts", "due_counts", "next_task", "page", "steps", "tallied", "task"]

MANY = 5_000  # tasks, among which each is not looked into on its own


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
    held: int | None = None,
) -> Page:
    """Tasks of a view, sorted (what has no value comes last), with how many there are; one statement.

    A `total` that is known already is not counted again. `held` is how many tasks the view holds without filters,
    where that is known: among many, what is searched for is looked up first.
    """
    many = view == "all" and (held is None or held > MANY)
    order = Order(sort, descending, walks=many)
    wanted = (*narrowed(filters, actor, many=many), admitted_tasks(actor))
    found = [and_(part, *wanted) for part in parts(actor, view, now)]
    columns: list[Any] = [*COLUMNS, stands_for(actor).label("stands_for")]
    if total is None:
        everything = gathered(found, order)
        ids = cut(everything, order, offset, limit)
        columns.append(select(func.count()).select_from(everything).scalar_subquery().label("total"))
    else:
        ids = firsts(found, order, offset, limit)
    query = with_case(*columns).where(user_task.c.id.in_(ids)).order_by(*order.of(*order.keys))
    rows = records(connection, query)
    known = total if total is not None else (rows[0]["total"] if rows else 0)
    return Page(rows, known, offset)


def counts(connection: Connection, actor: Actor, now: datetime) -> Counts:
    """The numbers beside the views; one statement."""
    mine = parts(actor, "mine", now)
    overdue = [and_(part, user_task.c.due_at <= now) for part in mine]
    apart = (mine, parts(actor, "group", now), overdue)
    numbers = [_admitted(found, actor) for found in apart]
    everything = _all_but_closed(whole(actor), actor)
    others = [_admitted(parts(actor, view, now), actor) for view in ("later", "stand")]
    row = connection.execute(select(*numbers, everything, *others)).one()
    return Counts(*map(int, row))


def tallied(
    connection: Connection, actor: Actor, lists: Sequence[tuple[View, Filters]], now: datetime
) -> list[int]:
    """How many tasks each of these lists holds, a view with its filters; one statement."""
    if not lists:
        return []
    numbers = []
    for view, filters in lists:
        wanted = narrowed(filters, actor, many=view == "all")
        numbers.append(_admitted([and_(part, *wanted) for part in parts(actor, view, now)], actor))
    return [int(number) for number in connection.execute(select(*numbers)).one()]


def assigned_count(connection: Connection, actor: Actor, now: datetime) -> int:
    """How many open tasks the actor has to look at now."""
    number = _admitted(parts(actor, "mine", now), actor)
    return int(connection.execute(select(number)).scalar_one())


def due_counts(
    connection: Connection, actor: Actor, view: View, now: datetime, since: datetime, until: datetime
) -> list[tuple[datetime, int]]:
    """How many tasks of a view fall due at each instant in [since, until)."""
    due = user_task.c.due_at
    found: Sequence[Condition] = parts(actor, view, now)
    if not found:
        return []
    between = and_(due >= since, due < until)
    number = func.count().label("number")
    seen = [select(due, number).where(part, between).group_by(due) for part in found]
    closed = [select(due, -number).where(part, between, closed_to(actor)).group_by(due) for part in found]
    both = union_all(*seen, *closed).subquery()
    query = select(both.c.due_at, func.sum(both.c.number)).group_by(both.c.due_at)
    return [(row[0], int(row[1])) for row in connection.execute(query) if row[1]]


def _admitted(found: Iterable[Condition], actor: Actor) -> ColumnElement[int]:
    numbers = [_count(and_(part, admitted_tasks(actor))) for part in found]
    return sum(numbers[1:], start=numbers[0])


def _all_but_closed(condition: Condition, actor: Actor) -> ColumnElement[int]:
    """Counted twice: an index alone answers how many there are, and the closed ones are few."""
    return _count(condition) - _count(and_(condition, closed_to(actor)))


def _count(condition: Condition) -> ColumnElement[int]:
    return select(func.count()).select_from(user_task).where(condition).scalar_subquery()
