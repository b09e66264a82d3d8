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


def not_releasable(
    provisional: bool, derivations: Sequence[Mapping[str, Any]], calendar: Calendar
) -> str | None:
    """Why a timer that was counted on unannounced days must not fire yet; None if it may (S20, SC-13).

    Each derivation is counted again with today's calendar: all its days must be announced by now, and the
    result must be the one that the timer was set to.
    """
    if not provisional:
        return None
    for derivation in derivations:
        again = recount(calendar, derivation)
        if again.status == "provisional":
            return f"{_missing(calendar, again)}的放假安排尚未录入"
        if again.last_day.isoformat() != derivation["last_day"]:
            return f"按已公布的放假安排应为 {again.last_day:%Y-%m-%d}，与原推定日期不同"
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
