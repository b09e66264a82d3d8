"""Enter a year's announced rest days and make-up working days as a new edition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.actor import Actor
from engine.calendar import notice_from
from engine.calendar_store import enter_year, seed
from engine.process_engine import ProcessEngine
from engine.unit import unit


def load(pe: ProcessEngine, notice: Mapping[str, Any], by: Actor) -> int:
    """Enter an announced notice; returns the edition's number for that year. Raises Refused, Invalid."""
    days = notice_from(notice)
    year = int(notice["year"])
    with unit(pe, by) as work:
        seed(work.connection, at=pe.now())
        edition = enter_year(work.connection, year, days, by=by.name, at=pe.now())
        work.after.append(pe.forget_calendar)
    return edition
