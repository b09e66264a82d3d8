"""A timer that is due fires only on a certain date, counted with the calendar that stands now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine import retiming
from engine.calendar_store import edition_label
from engine.clock import last_day
from engine.jobs.errors import StillProvisional
from engine.jobs.failing import name_of
from engine.process_engine import ProcessEngine
from engine.retiming import Move
from engine.timers import missing_years, planned


class DateMoved(Exception):
    """The calendar has changed since the date was counted: the timer waits for the new one."""

    def __init__(self, move: Move) -> None:
        self.move = move
        super().__init__(move)


def check_released(pe: ProcessEngine, connection: Connection, row: Row[Any]) -> datetime:
    """When the timer was planned to fire. Raises StillProvisional or DateMoved if it must not fire yet.

    A publication moves all open timers; one that was being set in that moment, or by a node that did not know
    of it yet, is found here.
    """
    due = planned(row.payload, row.due_at)
    if not row.derivations:
        return due
    if edition_label(connection) != pe.calendar(connection).edition:
        pe.forget_calendar()  # published on another node just now
    calendar = pe.calendar(connection)
    reason = missing_years(row.derivations, calendar) if row.provisional else None
    if reason:
        name = name_of(pe, connection, row)
        raise StillProvisional(element=name, day=last_day(due).isoformat(), reason=reason)
    move = retiming.of_timer(row, calendar)
    if move is not None and move.moved and move.new > pe.now():
        raise DateMoved(move)
    return due
