"""The counting rules: the first day is not counted, make-up days count, bridging days do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, Protocol

from engine.calendar.days import Day
from engine.calendar.limits import check_date, check_days, check_span, check_years
from engine.calendar.period import Period, Rule, Status, Unit

ONE: Final = timedelta(days=1)


class Days(Protocol):
    """What counting needs of a calendar."""

    @property
    def edition(self) -> str: ...

    def day(self, d: date) -> Day: ...


def working_days_after(days: Days, start: date, n: int, count_first_day: bool = False) -> Period:
    """The n-th working day after `start`; with `count_first_day` the start counts if it is one."""
    check_date(start)
    check_days(n)
    first = start if count_first_day else start + ONE
    passed = _until_working(days, first, n, ONE)
    return _period(days, "working-days", "working", start, n, passed)


def working_days_before(days: Days, end: date, n: int) -> Period:
    """The n-th working day before `end`, for reminders; `days` are in calendar order."""
    check_date(end)
    check_days(n)
    passed = _until_working(days, end - ONE, n, -ONE)
    found = passed[-1].date
    return _period(days, "working-days-before", "working", end, n, passed[::-1], last_day=found)


def calendar_days_after(days: Days, start: date, n: int, count_first_day: bool = False) -> Period:
    """Calendar days; a last day that is a rest day moves on to the next working day.

    Only the last day and the days it moves over can be uncertain, so only they decide the status.
    """
    check_date(start)
    check_days(n)
    first = start if count_first_day else start + ONE
    counted = tuple(first + ONE * i for i in range(n))
    end = _until_working(days, counted[-1], 1, ONE)
    return _period(days, "calendar-days", "calendar", start, n, end, counted=counted)


def working_days_between(days: Days, a: date, b: date) -> Period:
    """The working days in (a, b]; `n` is negative if b lies before a."""
    check_span(a, b)
    low, high = min(a, b), max(a, b)
    passed = [days.day(low + ONE * i) for i in range(1, (high - low).days + 1)]
    n = sum(day.working for day in passed)
    signed = n if b >= a else -n
    return _period(days, "working-days-between", "working", a, signed, passed, last_day=b)


def working_day(days: Days, d: date) -> Period:
    """The question whether `d` itself is a working day: `n` is 1 if so, else 0."""
    check_date(d)
    day = days.day(d)
    return _period(days, "working-day", "working", d, int(day.working), [day], last_day=d)


def years_after(days: Days, start: date, n: int) -> Period:
    """The corresponding date; date arithmetic only, so always confirmed."""
    last = corresponding_date(start, n)
    return _period(days, "years", "year", start, n, [], counted=(), last_day=last)


def corresponding_date(start: date, n: int) -> date:
    """The same day n years later; 29 February becomes the month's last day (Civil Code, Art. 202)."""
    check_years(n)
    check_date(start)
    try:
        return start.replace(year=start.year + n)
    except ValueError:
        return start.replace(year=start.year + n, day=28)


def next_working_day(days: Days, d: date) -> date:
    """The first working day strictly after `d`."""
    check_date(d)
    return _until_working(days, d + ONE, 1, ONE)[-1].date


def _until_working(days: Days, first: date, n: int, step: timedelta) -> list[Day]:
    """The days walked, `first` among them, until n working days have been met."""
    passed: list[Day] = []
    for day in _walk(days, first, step):
        passed.append(day)
        n -= day.working
        if not n:
            break
    return passed


def _walk(days: Days, first: date, step: timedelta) -> Iterator[Day]:
    day = first
    while True:
        yield days.day(day)
        day += step


def _period(
    days: Days,
    rule: Rule,
    unit: Unit,
    start: date,
    n: int,
    passed: list[Day],
    *,
    counted: tuple[date, ...] | None = None,
    last_day: date | None = None,
) -> Period:
    last = last_day or passed[-1].date
    working = tuple(day.date for day in passed if day.working)
    return Period(
        rule=rule,
        start=start,
        n=n,
        unit=unit,
        days=working if counted is None else counted,
        skipped=tuple(day for day in passed if not day.working),
        last_day=last,
        next_working_day=next_working_day(days, last),
        status=_status(passed),
        edition=days.edition,
        earliest=last,
        latest=last,
    )


def _status(passed: Iterable[Day]) -> Status:
    return "confirmed" if all(day.confirmed for day in passed) else "provisional"
