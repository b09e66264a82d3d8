"""The orders of the inbox: what its tasks are sorted by, and one page cut from a view, before anything is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import CTE, ColumnElement, Select, select, union_all

from engine.models import user_task
from engine.queries.inbox_search import NOTHING, running
from engine.queries.inbox_tasks import root
from engine.queries.inbox_views import Condition

Sort = Literal["due", "task", "case", "who", "state", "ended"]

_SORTED_BY: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    "due": (user_task.c.due_at,),
    "task": (user_task.c.name,),
    "case": (root.c.business_key,),
    "who": (user_task.c.assignee,),
    "state": (user_task.c.assignee.is_(None), user_task.c.due_at),
    "ended": (user_task.c.ended_at,),
}


@dataclass(frozen=True, slots=True)
class Order:
    """An order of tasks. `walks`: all are of running cases, and may be nearly all of them."""

    sort: Sort
    descending: bool
    walks: bool

    @property
    def keys(self) -> list[ColumnElement[Any]]:
        """What tasks are sorted by: what was asked for, then the more urgent, then the older."""
        return [*_SORTED_BY[self.sort], -user_task.c.priority, user_task.c.id]

    @property
    def by_case(self) -> bool:
        return self.sort == "case"

    def of(self, *keys: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """The order, said of these keys: what has no value comes last."""
        *turned, urgent, number = keys
        first = ((key.desc() if self.descending else key.asc()).nulls_last() for key in turned)
        return [*first, urgent, number]


def firsts(found: Sequence[Condition], order: Order, offset: int, limit: int) -> Select[tuple[int]]:
    """The ids of a page; each part of the view gives its first tasks only, so that many cost little."""
    query = _keyed(order)
    if order.by_case:
        query = _walking(query) if order.walks else query.join(root, root.c.id == user_task.c.root_id)
    if len(found) == 1:
        return _page(query.where(found[0]), order.of(*order.keys), offset, limit)
    parts = [query.where(part).order_by(*order.of(*order.keys)).limit(offset + limit) for part in found]
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    number, _root, *keys = together.c
    return _page(select(number), order.of(*keys, number), offset, limit)


def gathered(found: Sequence[Condition], order: Order) -> CTE:
    """All tasks of the parts, looked for once: to be counted, and to cut a page from."""
    own = Order("due", order.descending, order.walks) if order.by_case else order
    return union_all(*(_keyed(own).where(part) for part in found)).cte("found")


def cut(everything: CTE, order: Order, offset: int, limit: int) -> Select[tuple[int]]:
    """The ids of a page of what was gathered."""
    number, root_id, *keys = everything.c
    query = select(number)
    if order.by_case:
        cases = _numbered() if order.walks else root
        query = query.join(cases, cases.c.id == root_id)
        keys = [cases.c.business_key, keys[-1]]
    return _page(query, order.of(*keys, number), offset, limit)


def _walking(query: Select[Any]) -> Select[Any]:
    """Tasks beside all running cases; that nothing is looked up by a case's id makes a database begin with these."""
    return query.select_from(root.join(user_task, user_task.c.root_id == root.c.id + NOTHING)).where(
        running(root)
    )


def _numbered() -> CTE:
    """All running cases with their numbers, read from an index that holds nothing else."""
    cases = select(root.c.id, root.c.business_key).where(running(root))
    return cases.cte("cases").prefix_with("MATERIALIZED")


def _page(
    query: Select[Any], order: Sequence[ColumnElement[Any]], offset: int, limit: int
) -> Select[tuple[int]]:
    return select(query.order_by(*order).offset(offset).limit(limit).subquery().c.id)


def _keyed(order: Order) -> Select[Any]:
    """Tasks with their cases' ids and what they are sorted by, the last of which is the id itself."""
    keys = [key.label(f"key_{n}") for n, key in enumerate(order.keys[:-1])]
    return select(user_task.c.id, user_task.c.root_id, *keys)
