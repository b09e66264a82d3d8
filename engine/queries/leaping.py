"""Which few values occur in the first columns of an index over very many open tasks: leaping from each to the next."""

from __future__ import annotations

from sqlalchemy import CTE, ColumnElement, func, literal, select

from engine.models import user_task

# Said so that databases see which index answers: the word never comes from outside.
OPEN: ColumnElement[bool] = user_task.c.status == literal("open", literal_execute=True)


def occurring(*names: str) -> CTE:
    """The values that open tasks have in these columns together, which begin `ix_user_task_open_list`.

    After the last value of a column comes a row with null in it, which does not count.
    """
    found = _leap(None, names[0])
    for name in names[1:]:
        found = _leap(found, name)
    return found


def _leap(before: CTE | None, name: str) -> CTE:
    """Beside each row of `before`, the values of one more column."""
    column, kept = user_task.c[name], [] if before is None else list(before.c)
    least = select(func.min(column)).where(OPEN, *(user_task.c[c.name] == c for c in kept))
    first = select(*kept, least.scalar_subquery().label(name)).where(*(c.is_not(None) for c in kept))
    reached = first.cte(f"reached_{name}", recursive=True)
    known = [reached.c[c.name] for c in kept]
    same = [user_task.c[c.name] == c for c in known]
    following = select(func.min(column)).where(OPEN, *same, column > reached.c[name]).scalar_subquery()
    return reached.union_all(select(*known, following).where(reached.c[name].is_not(None)))
