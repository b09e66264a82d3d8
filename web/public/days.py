"""Days on public pages: the year always stands, since what hangs here is read for years."""

from __future__ import annotations

from datetime import date, datetime

from engine.clock import business_date
from web import dates


def long_day(day: date) -> str:
    """`2026年9月28日 周一`"""
    return dates.day_text(day, date.min)


def long_moment(instant: datetime) -> str:
    """`2026年9月28日 周一 14:30`"""
    return f"{long_day(business_date(instant))} {dates.clock_text(instant)}"
