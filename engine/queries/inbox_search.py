"""Searching tasks by their cases: number, title, applicant, and searchable variables by name and value."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from engine.models import instance, user_task, variable

APPLICANT = "applicant.name"  # a convention of all diagrams
NOTHING: ColumnElement[int] = literal_column("0")
_TRUTH = {"是": True, "true": True, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class Search:
    """Free text over number, title and applicant; or, with `names`, a variable of one of these names and its value."""

    text: str = ""
    names: tuple[str, ...] = ()
    value: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.names)


def about(search: Search, *, many: bool = False) -> ColumnElement[bool]:
    """Whether a task's case answers a search.

    Views that hold few tasks ask it of each; `many`: all cases that answer are looked for first, once. That their
    ids lead to no index says so to the database, which cannot know how many they are.
    """
    return (user_task.c.root_id + NOTHING).in_(_answering(search)) if many else _answers(search)


def _answers(search: Search) -> ColumnElement[bool]:
    of_case = variable.c.instance_id == user_task.c.root_id
    if search.names:
        return _is_there(
            variable.c.instance_id, of_case, variable.c.name.in_(search.names), _is(search.value)
        )
    told = _is_there(instance.c.id, instance.c.id == user_task.c.root_id, _mentions(search.text))
    return or_(
        told, _is_there(variable.c.instance_id, of_case, variable.c.name == APPLICANT, _contains(search.text))
    )


def _is_there(column: Column[int], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """As EXISTS, which PostgreSQL may answer by reading everything once, though it is asked of few."""
    return select(column).where(*conditions).limit(1).scalar_subquery().is_not(None)


def _answering(search: Search) -> Select[tuple[int]] | CompoundSelect[tuple[int]]:
    """The ids of all running cases that answer a search, and of some that have ended: they have no open tasks."""
    of_case = select(variable.c.instance_id)
    if search.names:
        return of_case.where(variable.c.name.in_(search.names), _is(search.value))
    told = select(instance.c.id).where(running(instance), _mentions(search.text))
    return union_all(told, of_case.where(variable.c.name == APPLICANT, _contains(search.text)))


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
    """Whether a variable has a value, as people write it: a text, a number, a day, 是 or 否.

    Each way names the text that is written beside such a value, so that an index of texts leads to all of them.
    """
    alone, ways = variable.c.text.is_(None), [variable.c.text == value]
    with suppress(InvalidOperation):
        number = Decimal(value)
        if number.is_finite():
            ways.append(and_(alone, variable.c.number == number))
    with suppress(ValueError):
        day = date.fromisoformat(value)
        ways.append(and_(variable.c.text == day.isoformat(), variable.c.day == day))
    if value.lower() in _TRUTH:
        ways.append(and_(alone, variable.c.flag.is_(_TRUTH[value.lower()])))
    return or_(*ways)
