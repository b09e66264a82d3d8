"""What the office's handlers read of an assignment: its connection, case, scheme and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.clock import business_date
from engine.errors import LaurelError
from engine.models import instance, variable
from engine.registries import Assignment

SHARED = "shared"


class NoNumber(LaurelError):
    """流程“{process}”的这个案件没有编号，不能写进登记簿。请用带编号的方式立案。"""

    code, status = "no-number", 422


def connection_of(assignment: Assignment) -> Connection:
    """The connection of a handler that works inside its job's transaction."""
    assert assignment.connection is not None
    return assignment.connection


def case_key(assignment: Assignment) -> str:
    """The number under which a case is entered. Raises NoNumber: without one, cases would be taken for one another."""
    if assignment.business_key is None:
        raise NoNumber(process=assignment.process_id)
    return assignment.business_key


def scheme_of(assignment: Assignment) -> str:
    """The scheme that a job works for: its input `scheme`, else the scheme whose case has called this diagram."""
    given = assignment.variables.get("scheme")
    if given:
        return str(given)
    own = assignment.process_id.partition(".")[0]
    if own != SHARED or assignment.connection is None:
        return own
    root = select(instance.c.process_id).where(instance.c.id == assignment.root_id)
    return str(assignment.connection.execute(root).scalar_one()).partition(".")[0]


def of_case(assignment: Assignment, name: str) -> dict[str, Any]:
    """What the case says of somebody (`applicant`): its searchable variables of that name, by their last part."""
    mine = select(variable.c.name, variable.c.text).where(
        variable.c.instance_id == assignment.root_id, variable.c.name.startswith(f"{name}.", autoescape=True)
    )
    found = connection_of(assignment).execute(mine)
    return {row.name.removeprefix(f"{name}."): row.text for row in found if row.text is not None}


def cycle_of(assignment: Assignment) -> str | None:
    """The cycle: the input `cycle`, else that of the case; None for a case outside of cycles."""
    given = assignment.variables.get("cycle")
    if given:
        return str(given)
    mine = select(variable.c.text).where(
        variable.c.instance_id == assignment.root_id, variable.c.name == "cycle"
    )
    return connection_of(assignment).execute(mine).scalar()


def day_of(value: Any, assignment: Assignment) -> date:
    """A date, the date of an instant, or ISO text; without one the present date in Shanghai."""
    if isinstance(value, datetime):
        return business_date(value)
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else business_date(assignment.now)


def day_or_none(value: Any, assignment: Assignment) -> date | None:
    """As `day_of`, but nothing stays nothing."""
    return day_of(value, assignment) if value else None


def name_of(person: Any) -> str:
    """The name in a context, or nothing."""
    return str(person.get("name") or "") if isinstance(person, Mapping) else ""


def account_of(person: Any) -> str:
    """An account, given by itself or in a context."""
    return str(person["account"] if isinstance(person, Mapping) else person)
