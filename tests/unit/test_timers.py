"""Why a timer may not release its step yet: which year's announcement is missing."""

from __future__ import annotations

from datetime import date

import pytest

from engine.calendar import Calendar, announced
from engine.timers import missing_years

ENDS_2025 = Calendar("test", {year: days for year, days in announced().years.items() if year <= 2025})


def why(calendar: Calendar, start: date, n: int, *, working: bool = True) -> str | None:
    period = calendar.after(start, n) if working else calendar.calendar_days_after(start, n)
    return missing_years([period.as_dict()], calendar)


@pytest.mark.parametrize(
    ("start", "n", "working", "years"),
    [
        (
            date(2025, 12, 22),
            5,
            True,
            "2026 年",
        ),  # ends Monday 29 December 2025, which hangs on 2026's notice
        (date(2025, 12, 29), 5, True, "2026 年"),
        (date(2026, 6, 1), 5, True, "2026 年"),
        (date(2026, 12, 30), 5, True, "2026 年、2027 年"),
        (date(2025, 12, 20), 60, False, "2026 年"),
        (date(2025, 12, 20), 400, False, "2027 年"),  # of calendar days only the end must be a working day
    ],
)
def test_the_year_without_a_notice_is_named(start: date, n: int, working: bool, years: str) -> None:
    assert why(ENDS_2025, start, n, working=working) == f"{years}的放假安排尚未录入"


def test_an_announced_period_may_be_released() -> None:
    assert why(announced(), date(2026, 6, 1), 5) is None
