"""The working-day calendar: looks days up and counts periods; it holds no database and asks no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from engine.calendar import counting
from engine.calendar.bounds import with_bounds
from engine.calendar.days import Day, Kind, YearDays
from engine.calendar.guess import statutory_name
from engine.calendar.limits import check_span
from engine.calendar.period import Period

_SATURDAY: Final = 5


class Calendar:
    """An edition of the calendar: the announced years it knows, and local closures over them."""

    def __init__(
        self, edition: str, years: Mapping[int, YearDays], closures: Mapping[date, str] | None = None
    ) -> None:
        """`closures` are rest days by emergency (a typhoon, say) with their reason; they outrank the notices."""
        self.edition = edition
        self.years = MappingProxyType(dict(sorted(years.items())))
        self.closures = MappingProxyType(dict(closures or {}))
        self._off: dict[date, str] = {}
        self._work: set[date] = set()
        for year in self.years.values():  # ascending: the later notice has the last word on late December
            self._lay(year.off, year.work)
        self._lay(self.closures, frozenset())

    def _lay(self, off: Mapping[date, str], work: frozenset[date]) -> None:
        self._work -= off.keys()
        self._off |= off
        self._work |= work
        for day in work:
            self._off.pop(day, None)

    def with_year(self, edition: str, year: YearDays) -> Calendar:
        """A new edition in which this year's notice is entered or replaced."""
        return Calendar(edition, {**self.years, year.year: year}, self.closures)

    def is_announced(self, d: date) -> bool:
        """Whether that day is certain: its year's notice is in, and from 25 December also the next year's."""
        late = d.month == 12 and d.day >= 25
        return d.year in self.years and (not late or d.year + 1 in self.years)

    def is_working_day(self, d: date) -> bool:
        """Whether work is done that day; for an unannounced day the guess that `day` describes."""
        return self.day(d).working

    def day(self, d: date) -> Day:
        """That day with its kind, its holiday's name and whether it is certain."""
        name = self._name(d)
        kind = self._kind(d, name)
        return Day(d, kind in ("workday", "makeup"), kind, name, self.is_announced(d))

    def _name(self, d: date) -> str | None:
        if d in self._off:
            return self._off[d]
        return None if d.year in self.years or d in self._work else statutory_name(d)

    def _kind(self, d: date, name: str | None) -> Kind:
        if name is not None:
            return "holiday"
        weekend = d.weekday() >= _SATURDAY
        if d in self._work:
            return "makeup" if weekend else "workday"
        return "weekend" if weekend else "workday"

    def days(self, from_: date, to: date) -> list[Day]:
        """Every day from `from_` to `to`, both included, for the ruler."""
        check_span(from_, to)
        return [self.day(from_ + counting.ONE * i) for i in range((to - from_).days + 1)]

    def after(self, start: date, n: int, count_first_day: bool = False) -> Period:
        """The n-th working day after `start`."""
        return with_bounds(self, counting.working_days_after(self, start, n, count_first_day))

    def calendar_days_after(self, start: date, n: int, count_first_day: bool = False) -> Period:
        """The n-th calendar day after `start`, moved on from rest days."""
        return with_bounds(self, counting.calendar_days_after(self, start, n, count_first_day))

    def before(self, d: date, n: int) -> date:
        """The n-th working day before `d`."""
        return self.period_before(d, n).last_day

    def period_before(self, d: date, n: int) -> Period:
        """`before` with its derivation."""
        return counting.working_days_before(self, d, n)

    def next_working_day(self, d: date) -> date:
        """The first working day strictly after `d`."""
        return counting.next_working_day(self, d)

    def count(self, a: date, b: date) -> int:
        """The working days in (a, b]: today to the due day gives what is left; negative if b is before a."""
        return self.period_between(a, b).n

    def period_between(self, a: date, b: date) -> Period:
        """`count` with its derivation."""
        return counting.working_days_between(self, a, b)

    def period_of(self, d: date) -> Period:
        """Whether `d` is a working day, as a derivation: `n` is 1 or 0."""
        return counting.working_day(self, d)

    def years_after(self, d: date, n: int) -> date:
        """The corresponding date n years later; 29 February becomes the month's last day."""
        return counting.corresponding_date(d, n)

    def period_of_years(self, d: date, n: int) -> Period:
        """`years_after` with its derivation."""
        return counting.years_after(self, d, n)
