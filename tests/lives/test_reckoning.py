"""The model counts as a careful clerk does: days worked out by hand, at the holidays where it matters."""

from __future__ import annotations

from datetime import date

import pytest

from tests.lives.reckoning import Reckoning
from tests.lives.rest_days import OFF, WORKED

R = Reckoning()


@pytest.mark.parametrize(
    ("posted", "n", "last"),
    [
        ("2025-09-30", 5, "2025-10-14"),  # 9, 10, 11 (Saturday, worked), 13, 14 October
        ("2025-09-30", 7, "2025-10-16"),
        ("2025-09-26", 5, "2025-10-10"),  # 28 (Sunday, worked), 29, 30 September, 9, 10 October
        ("2026-04-29", 5, "2026-05-09"),  # 30 April, 6, 7, 8, 9 (Saturday, worked) May
        ("2026-09-24", 5, "2026-10-09"),  # 28, 29, 30 September, 8, 9 October
    ],
)
def test_working_days_after_the_day_of_posting(posted: str, n: int, last: str) -> None:
    assert R.working_day(date.fromisoformat(posted), n) == date.fromisoformat(last)


def test_working_days_before_a_day() -> None:
    """19, 18, 17, 16, 13, 12, 11, 10, 9, 6 December 2024."""
    assert R.working_day_before(date(2024, 12, 20), 10) == date(2024, 12, 6)


def test_a_last_day_of_rest_runs_on() -> None:
    """7 October 2025 is off, and so is the 8th."""
    assert R.calendar_day(date(2025, 9, 30), 7) == date(2025, 10, 9)


def test_years_end_on_the_corresponding_day() -> None:
    assert R.years(date(2024, 3, 12), 5) == date(2029, 3, 12)
    assert R.years(date(2024, 2, 29), 5) == date(2029, 2, 28)


def test_working_days_of_the_years() -> None:
    """As many as the notices make: 251, 248 and 248."""
    days = [date.fromordinal(n) for n in range(date(2024, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert [sum(R.is_working(d) for d in days if d.year == y) for y in (2024, 2025, 2026)] == [251, 248, 248]
    assert all(day.weekday() >= 5 for day in WORKED)
    assert OFF.isdisjoint(WORKED)
