"""A timer's date as its diagram would compute it today, had the calendar been another at its arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.bpmn.timers import as_instant
from engine.calendar import Calendar
from engine.errors import LaurelError
from engine.feel import Environment, FeelError, compile
from engine.functions import calendar_functions
from engine.process_engine import ProcessEngine
from engine.runtime import peek


def expressed(
    pe: ProcessEngine, connection: Connection, row: Row[Any], calendars: Sequence[Calendar]
) -> list[datetime | None]:
    """The timer's expression where its token stands, at the instant of its arrival, with each calendar.

    None for what gives no date: a duration, a repetition, an expression that fails by now.
    """
    source, found = row.payload.get("expression"), [None] * len(calendars)
    if not source or row.payload.get("repeat") or row.instance_id is None:
        return list(found)
    try:
        expression = compile(source.removeprefix("="))
        context = peek(pe, connection, row.instance_id).context(row.token)
    except (FeelError, LaurelError):
        return list(found)
    return [_at(pe, expression, context, row.created_at, calendar) for calendar in calendars]


def _at(
    pe: ProcessEngine, expression: Any, context: dict[str, Any], now: datetime, calendar: Calendar
) -> datetime | None:
    functions = {**calendar_functions(calendar), **pe.registries.functions}
    try:
        return as_instant(expression.evaluate(context, Environment(now=now, functions=functions)))
    except (FeelError, ValueError, TypeError, OverflowError):
        return None
