"""The inbox: a page of a view, its counts, the days on which its tasks fall due, and one task by its number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    Select,
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
from engine.queries.inbox_search import MOST, Search, running_with
from engine.queries.inbox_steps import steps
from engine.queries.inbox_views import Condition, Filters, View, closed_to, narrowed, parts, whole
from engine.queries.visibility import admitted_tasks, claimable, in_my_schemes, may_work, stands_for

__all__ = ["Counts", "Filters", "Page", "Search", "Sort", "View", "assigned_count", "chosen"]
__all__ += ["counts", "due_counts", "next_task", "page", "steps", "task"]

Sort = Literal["due", "task", "case", "who", "state", "ended"]

_root = instance.alias("root")
_COLUMNS = (
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
    _root.c.process_id.label("root_process_id"),
    _root.c.business_key,
    _root.c.title,
    _root.c.owner,
)
_SORTED_BY = {
    "due": (user_task.c.due_at,),
    "task": (user_task.c.name,),
    "case": (_root.c.business_key,),
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
    wanted = (*narrowed(filters, actor, cases), admitted_tasks(actor))
    together = cases is not None or sort == "case"
    found = parts(connection, actor, view, now, together=together)
    if not found:
        return Page([], 0, offset)
    firsts = [_first(and_(part, *wanted), sort, offset + limit, descending=descending) for part in found]
    here = _joined(select(user_task.c.id), sort).where(user_task.c.id.in_(union_all(*firsts)))
    ordered = here.order_by(*_order(sort, descending=descending)).offset(offset).limit(limit).subquery()
    columns: list[Any] = [*_COLUMNS, stands_for(actor).label("stands_for")]
    if total is None:
        columns.append(_number(found, actor, view, wanted[:-1]).label("total"))
    query = _tasks(*columns).where(user_task.c.id.in_(select(ordered.c.id)))
    rows = records(connection, query.order_by(*_order(sort, descending=descending)))
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


def task(connection: Connection, actor: Actor, task_id: int) -> Record | None:
    """One task with its case, if the actor may open it: has it, may claim it, did it, acts for one who has it or
    may claim it, or is staff of the scheme."""
    return record(connection, _openable(actor).where(user_task.c.id == task_id))


def chosen(connection: Connection, actor: Actor, ids: Collection[int]) -> list[Record]:
    """As `task`, of several at once, in their order of due days; what one may not see is left out."""
    query = _openable(actor).where(user_task.c.id.in_(sorted(ids)))
    return records(connection, query.order_by(*_order("due", descending=False)))


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
        _root.c.suspended_at.label("suspended_at"),
    )
    query = _tasks(*_COLUMNS, *more).join(instance, instance.c.id == user_task.c.instance_id)
    return query.where(admitted_tasks(actor), or_(mine, in_my_schemes(actor)))


def next_task(connection: Connection, actor: Actor, root_id: int) -> int | None:
    """The task of the same case that the actor should do next: an own one first, then one to claim."""
    own = case((user_task.c.assignee == actor.name, 0), else_=1)
    query = select(user_task.c.id).where(
        user_task.c.status == "open", user_task.c.root_id == root_id, admitted_tasks(actor), may_work(actor)
    )
    return connection.execute(query.order_by(own, user_task.c.due_at, user_task.c.id).limit(1)).scalar()


def _tasks(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(user_task).join(_root, _root.c.id == user_task.c.root_id)


def _is_wide(actor: Actor, view: View, filters: Filters) -> bool:
    """Whether a search looks through so many tasks that their cases are better looked for first."""
    return bool(filters.search) and view == "all" and actor.admin


def _joined(query: Select[Any], sort: Sort) -> Select[Any]:
    """The case is joined before the page is cut only where it sorts by it."""
    if sort != "case":
        return query
    together: FromClause = user_task.join(_root, _root.c.id == user_task.c.root_id)
    return query.select_from(together)


def _first(condition: Condition, sort: Sort, most: int, *, descending: bool) -> Select[Any]:
    """The ids of the first tasks of one part of a view."""
    query = _joined(select(user_task.c.id), sort).where(condition)
    cut = query.order_by(*_order(sort, descending=descending)).limit(most).subquery()
    return select(cut.c.id)


def _order(sort: Sort, *, descending: bool) -> list[ColumnElement[Any]]:
    columns = _SORTED_BY[sort]
    turned = [(c.desc() if descending else c.asc()).nulls_last() for c in columns]
    return [*turned, user_task.c.priority.desc(), user_task.c.id.asc()]


def _number(
    found: Sequence[Condition], actor: Actor, view: View, wanted: Sequence[Condition]
) -> ScalarSelect[int] | ColumnElement[int]:
    """How many tasks a narrowed view holds."""
    if view == "all":
        return _all_but_closed(and_(whole(actor), *wanted), actor)
    return _admitted([and_(part, *wanted) for part in found], actor)


def _admitted(found: Iterable[Condition], actor: Actor) -> ColumnElement[int]:
    numbers = [_count(and_(part, admitted_tasks(actor))) for part in found]
    return sum(numbers[1:], start=numbers[0])


def _all_but_closed(condition: Condition, actor: Actor) -> ColumnElement[int]:
    """Counted twice: an index alone answers how many there are, and the closed ones are few."""
    return _count(condition) - _count(and_(condition, closed_to(actor)))


def _count(condition: Condition) -> ColumnElement[int]:
    return select(func.count()).select_from(user_task).where(condition).scalar_subquery()
