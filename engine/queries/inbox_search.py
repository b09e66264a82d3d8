"""Searching tasks by their cases: number, title, applicant, and searchable variables by name and value."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    and_,
    exists,
    literal,
    or_,
    select,
    union,
)

from engine.models import instance, user_task, variable

APPLICANT = "applicant.name"  # a convention of all diagrams
MOST = 1_000  # cases that a search over everything finds at most
_TRUTH = {"是": True, "true": True, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class Search:
    """Free text over number, title and applicant; or, with `names`, a variable of one of these names and its value."""

    text: str = ""
    names: tuple[str, ...] = ()
    value: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.names)


def about(search: Search) -> ColumnElement[bool]:
    """Whether a task's case answers a search: asked of each task, for views that hold few."""
    of_case = variable.c.instance_id == user_task.c.root_id
    if search.names:
        return exists().where(of_case, variable.c.name.in_(search.names), _is(search.value))
    told = exists().where(instance.c.id == user_task.c.root_id, _mentions(search.text))
    applicant = exists().where(of_case, variable.c.name == APPLICANT, _contains(search.text))
    return or_(told, applicant)


def running_with(connection: Connection, search: Search) -> list[int]:
    """As `about`, asked once of all running cases: their ids, at most `MOST` of them."""
    if search.names:
        named = select(variable.c.instance_id).where(variable.c.name.in_(search.names), _is(search.value))
        return list(connection.execute(named.limit(MOST)).scalars())
    told = select(instance.c.id).where(running(instance), _mentions(search.text)).limit(MOST)
    applicant = select(variable.c.instance_id).where(variable.c.name == APPLICANT, _contains(search.text))
    both = (told.subquery(), applicant.limit(MOST).subquery())
    return list(connection.execute(union(*(select(part) for part in both)).limit(MOST)).scalars())


def running(case: FromClause) -> ColumnElement[bool]:
    """The condition on running cases, said so that databases see which index answers."""
    return and_(case.c.status == literal("active", literal_execute=True), case.c.parent_id.is_(None))


def _mentions(text: str) -> ColumnElement[bool]:
    return or_(*(_holds(column, text) for column in (instance.c.business_key, instance.c.title)))


def _contains(text: str) -> ColumnElement[bool]:
    return _holds(variable.c.text, text)


def _holds(column: Column[str], text: str) -> ColumnElement[bool]:
    """Whether a text stands in a column, whatever its case; Chinese and figures have none, and are found sooner."""
    if text.upper() == text.lower():
        return column.contains(text, autoescape=True)
    return column.icontains(text, autoescape=True)


def _is(value: str) -> ColumnElement[bool]:
    """Whether a variable has a value, as people write it: a text, a number, a day, 是 or 否."""
    ways = [variable.c.text == value]
    with suppress(InvalidOperation):
        number = Decimal(value)
        if number.is_finite():
            ways.append(variable.c.number == number)
    with suppress(ValueError):
        ways.append(variable.c.day == date.fromisoformat(value))
    if value.lower() in _TRUTH:
        ways.append(variable.c.flag.is_(_TRUTH[value.lower()]))
    return or_(*ways)
