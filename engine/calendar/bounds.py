"""Between which dates a provisional end may fall: the same stretch, counted in the last ten announced years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Final

from engine.calendar import counting
from engine.calendar.counting import Days
from engine.calendar.period import Period

SAMPLES: Final = 20  # two a year
_REACH: Final = 40  # years looked back for samples: a table with gaps still finds its ten

Count = Callable[[date], Period]


def with_bounds(days: Days, period: Period) -> Period:
    """The period with its earliest and latest plausible end; a confirmed one is returned as it is."""
    if period.status == "confirmed":
        return period
    if period.rule == "working-days":
        anchor, left = _certain_part(days, period)
        return _bounded(period, anchor, lambda start: counting.working_days_after(days, start, left))
    if period.rule == "calendar-days":
        n = (period.days[-1] - period.start).days  # the first day may have been counted
        count_first = n < period.n
        return _bounded(
            period,
            period.start,
            lambda start: counting.calendar_days_after(days, start, period.n, count_first),
        )
    return period


def _certain_part(days: Days, period: Period) -> tuple[date, int]:
    """The last counted day that is certain (or the day before counting began), and how many days are left."""
    certain = tuple(takewhile(lambda d: days.day(d).confirmed, period.days))
    counted_from = period.start - counting.ONE if period.start in period.days else period.start
    return (certain[-1] if certain else counted_from), period.n - len(certain)


def _bounded(period: Period, anchor: date, count: Count) -> Period:
    ends = [anchor + span for span in islice(_spans(anchor, count), SAMPLES)]
    return replace(period, earliest=min([*ends, period.last_day]), latest=max([*ends, period.last_day]))


def _spans(anchor: date, count: Count) -> Iterator[timedelta]:
    """How many days the same stretch took in earlier years, newest first, where that is certain."""
    for back in range(1, _REACH):
        for start in _like(anchor, back):
            sample = count(start)
            if sample.status == "confirmed":
                yield sample.last_day - start


def _like(anchor: date, back: int) -> tuple[date, date]:
    """The anchor's double years ago: by its date (1 October stays put) and by its nearest like weekday."""
    same_date = counting.corresponding_date(anchor, -back)
    shift = (anchor.weekday() - same_date.weekday() + 3) % 7 - 3
    return same_date, same_date + timedelta(days=shift)
