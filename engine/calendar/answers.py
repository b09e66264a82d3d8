"""Answers of the calendar as JSON-able values, for the command line and the interface for programs."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from engine.calendar.calendar import Calendar
from engine.calendar.days import Day


def after_answer(
    calendar: Calendar,
    start: date,
    n: int,
    unit: Literal["working", "calendar"] = "working",
    count_first_day: bool = False,
) -> dict[str, Any]:
    """A counted period: its last day, the next working day, the days counted and whether it is certain."""
    count = calendar.after if unit == "working" else calendar.calendar_days_after
    period = count(start, n, count_first_day)
    return {
        "last_day": period.last_day.isoformat(),
        "next_working_day": period.next_working_day.isoformat(),
        "status": period.status,
        "days": [day.isoformat() for day in period.days],
        "edition": period.edition,
    }


def year_answer(calendar: Calendar, year: int) -> dict[str, Any]:
    """A year's rest days as named ranges, its make-up days and how many working days it has."""
    days = calendar.days(date(year, 1, 1), date(year, 12, 31))
    notice = calendar.years.get(year)
    return {
        "year": year,
        "status": notice.status if notice else "provisional",
        "notice": notice.notice if notice else None,
        "rest": _ranges([day for day in days if day.kind == "holiday"]),
        "work": [day.date.isoformat() for day in days if day.kind == "makeup"],
        "working_days": sum(day.working for day in days),
        "edition": calendar.edition,
    }


def differences(old: Calendar, new: Calendar) -> list[tuple[Day, Day]]:
    """Every day that the new edition judges otherwise (old, new): what a recalculation has to look at."""
    years = old.years.keys() | new.years.keys()
    if not years:
        return []
    first, last = date(min(years), 1, 1), date(max(years), 12, 31)
    pairs = ((old.day(d), new.day(d)) for d in _dates(first, last))
    return [(was, now) for was, now in pairs if was != now]


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _ranges(days: list[Day]) -> list[dict[str, Any]]:
    """Neighbouring days of one name joined to {name, from, to}."""
    if not days:
        return []
    starts = [days[0]] + [b for a, b in pairwise(days) if _breaks(a, b)]
    ends = [a for a, b in pairwise(days) if _breaks(a, b)] + [days[-1]]
    return [
        {"name": a.name, "from": a.date.isoformat(), "to": b.date.isoformat()}
        for a, b in zip(starts, ends, strict=True)
    ]


def _breaks(a: Day, b: Day) -> bool:
    return a.name != b.name or (b.date - a.date).days > 1
