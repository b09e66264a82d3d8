"""Whether a due date may release its step: it must rest on announced days only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.calendar import Calendar, Period, recount


def planned(payload: Mapping[str, Any], due_at: datetime) -> datetime:
    """When a timer was to fire: its job's `due_at` also moves when it is tried again."""
    text = payload.get("due_at")
    return datetime.fromisoformat(text) if text else due_at


def missing_years(derivations: Sequence[Mapping[str, Any]], calendar: Calendar) -> str | None:
    """Why a date is not certain: the notices that it still lacks; None if all its days are announced (S20, SC-13)."""
    for derivation in derivations:
        again = recount(calendar, derivation)
        if again.status == "provisional":
            return f"{_missing(calendar, again)}的放假安排尚未录入"
    return None


def _missing(calendar: Calendar, period: Period) -> str:
    """The years whose notice a provisional period still lacks: `2027 年`.

    The days from 25 December on hang on the next year's notice as well.
    """
    walked = {day.date for day in period.skipped} | {period.last_day}
    if period.unit == "working":
        walked.update(period.days)
    open_days = [day for day in walked if not calendar.is_announced(day)]
    years = {day.year + (day.year in calendar.years) for day in open_days}
    return "、".join(f"{year} 年" for year in sorted(years))
