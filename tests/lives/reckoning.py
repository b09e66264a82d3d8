"""Counting days as the rules say, over the plain list of days; independent of the calendar of the house.

A `fault` is one deliberate mistake, to show that the comparison would find it in the house.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from tests.lives.rest_days import FIRST, LAST, OFF, WORKED

SHANGHAI = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
SATURDAY = 5


def at(day: date, hour: int = 0) -> datetime:
    """A full hour of a day, in Shanghai."""
    return datetime.combine(day, time(hour), SHANGHAI)


@dataclass(frozen=True)
class Reckoning:
    """Terms by the rules; with `faults`, wrongly in that one way."""

    faults: frozenset[str] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """A weekday that is not off, or a weekend day that is worked in exchange."""
        assert FIRST <= day <= LAST, f"no notice for {day}"
        if day in WORKED and "make-up day ignored" not in self.faults:
            return True
        off = day in OFF and "days off in exchange counted" not in self.faults
        return day.weekday() < SATURDAY and not off

    def working_day(self, start: date, n: int) -> date:
        """The n-th working day; the day itself is not counted."""
        day = start - DAY if "posting day counted" in self.faults else start
        while n:
            day += DAY
            n -= self.is_working(day)
        return day

    def working_day_before(self, end: date, n: int) -> date:
        """The n-th working day before a day."""
        while n:
            end -= DAY
            n -= self.is_working(end)
        return end

    def rolled(self, day: date) -> date:
        """The day itself, or the next working day if it is a day of rest."""
        while not self.is_working(day):
            day += DAY
        return day

    def calendar_day(self, start: date, n: int) -> date:
        """The n-th calendar day after; a last day of rest runs on to the next working day."""
        last = start + n * DAY
        return last if "last day not rolled forward" in self.faults else self.rolled(last)

    def years(self, day: date, n: int) -> date:
        """The corresponding day n years later; for 29 February, where there is none, the last day of the month."""
        try:
            return day.replace(year=day.year + n)
        except ValueError:
            if "29 February becomes 1 March" in self.faults:
                return date(day.year + n, 3, 1)
            return date(day.year + n, 2, 28)

    def over(self, last: date) -> datetime:
        """A window ends with the 24th hour of its last day."""
        return at(last + DAY)
