"""A timer that is due fires only if its date rests on announced days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.clock import last_day
from engine.jobs.errors import StillProvisional
from engine.jobs.failing import name_of
from engine.process_engine import ProcessEngine
from engine.timers import not_releasable, planned


def check_released(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> datetime:
    """When the timer was planned to fire. Raises StillProvisional if it must not fire yet."""
    if row.provisional:
        pe.forget_calendar()  # the announcement may have been entered on another node just now
    due = planned(row.payload, row.due_at)
    reason = not_releasable(row.provisional, row.derivations, pe.calendar(connection))
    if reason:
        name = name_of(pe, connection, row)
        raise StillProvisional(element=name, day=last_day(due).isoformat(), reason=reason)
    return due
