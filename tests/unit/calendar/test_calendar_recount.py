"""Counting again: equal to a fresh computation, never too early, by the clock of Shanghai."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Calendar, YearDays, announced, recount_all, same, shift
from engine.calendar.period import Period
from engine.clock import SHANGHAI
from engine.retiming import later

CAL = announced()
STARTS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
LENGTHS = st.integers(1, 40)
Count = Callable[[Calendar, date, int], Period]
COUNTS: list[Count] = [
    lambda c, d, n: c.after(d, n),
    lambda c, d, n: c.after(d, n, count_first_day=True),
    lambda c, d, n: c.calendar_days_after(d, n),
    lambda c, d, n: c.calendar_days_after(d, n, count_first_day=True),
    lambda c, d, n: c.period_before(d, n),
    lambda c, d, n: c.period_of(d),
    lambda c, d, n: c.period_between(d, d + timedelta(days=n)),
    lambda c, d, n: c.period_of_years(d, n % 6),
]


@st.composite
def amendments(draw: st.DrawFn) -> Calendar:
    """The announced calendar with a few weekdays of 2026 made holidays and a few holidays worked."""
    year = CAL.years[2026]
    off = draw(st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=12))
    work = draw(st.sets(st.sampled_from(sorted(year.off)), max_size=6)) - off
    days = YearDays(
        status="amended",
        off={d: n for d, n in year.off.items() if d not in work} | dict.fromkeys(off, "虚构"),
        work=(year.work - off) | {d for d in work if d.weekday() > 4},
        notice="虚构",
        year=2026,
    )
    return CAL.with_year("虚构", days)


@given(amendments(), STARTS, LENGTHS, st.sampled_from(COUNTS))
def test_counting_again_is_counting_afresh(new: Calendar, start: date, n: int, count: Count) -> None:
    (again,) = recount_all(new, [count(CAL, start, n).as_dict()])
    assert again == count(new, start, n).as_dict()


@given(amendments(), STARTS, LENGTHS, LENGTHS)
def test_a_period_that_begins_where_another_ends_follows_it(
    new: Calendar, start: date, n: int, m: int
) -> None:
    def chain(calendar: Calendar) -> list[dict[str, object]]:
        first = calendar.after(start, n)
        return [first.as_dict(), calendar.after(first.last_day, m).as_dict()]

    again = recount_all(new, chain(CAL))
    assert again == chain(new)
    end = date.fromisoformat(str(chain(CAL)[1]["last_day"])) + shift(chain(CAL), again)
    assert end.isoformat() == chain(new)[1]["last_day"]


@given(amendments(), STARTS, LENGTHS)
def test_more_rest_days_never_end_a_period_earlier(new: Calendar, start: date, n: int) -> None:
    """Monotony: with the union of the rest days and the make-up days that are left, every end is as late or later."""
    extra = {day: name for day, name in new.years[2026].off.items() if day not in CAL.years[2026].work}
    old = CAL.years[2026]
    more = YearDays(status="amended", off={**old.off, **extra}, work=old.work, notice="虚构", year=2026)
    longer = CAL.with_year("虚构", more)
    assert longer.after(start, n).last_day >= CAL.after(start, n).last_day
    was = [CAL.after(start, n).as_dict()]
    assert shift(was, recount_all(longer, was)) >= timedelta()


@given(STARTS, LENGTHS)
def test_another_name_of_the_edition_is_no_change(start: date, n: int) -> None:
    renamed = Calendar("another", CAL.years)
    was = [CAL.after(start, n).as_dict()]
    assert same(was, recount_all(renamed, was))


def test_a_window_over_the_amended_spring_festival_of_2020() -> None:
    """Posted Wednesday 22 January 2020, five working days, the holidays announced as 24 to 30 January.

    As announced: 23, 31 January, 1 February (a Saturday, made up), 3, 4 February. The holidays were extended to
    2 February, and 1 February was no longer worked: 23 January, 3, 4, 5, 6 February.
    """
    real = CAL.years[2020]
    festival = {d: n for d, n in real.off.items() if not date(2020, 1, 31) <= d <= date(2020, 2, 2)}
    before = YearDays(
        status="announced",
        off=festival,
        work=real.work | {date(2020, 1, 19), date(2020, 2, 1)},
        notice="虚构：调整之前",
        year=2020,
    )
    old = CAL.with_year("before", before)
    was = [old.after(date(2020, 1, 22), 5).as_dict()]
    assert was[0]["days"] == ["2020-01-23", "2020-01-31", "2020-02-01", "2020-02-03", "2020-02-04"]
    now = recount_all(CAL, was)
    assert now[0]["days"] == ["2020-01-23", "2020-02-03", "2020-02-04", "2020-02-05", "2020-02-06"]
    assert shift(was, now) == timedelta(days=2)


@pytest.mark.parametrize(
    ("instant", "moved"),
    [
        ("2026-05-10T00:00:00+08:00", "2026-05-13T00:00:00+08:00"),
        ("2026-05-09T15:59:59+00:00", "2026-05-12T23:59:59+08:00"),  # one second before Shanghai's midnight
        ("2026-05-09T16:00:00+00:00", "2026-05-13T00:00:00+08:00"),
    ],
)
def test_an_instant_moves_by_whole_days_of_shanghai(instant: str, moved: str) -> None:
    was = [CAL.after(date(2026, 4, 29), 5).as_dict()]
    longer = Calendar("longer", CAL.years, {date(2026, 5, 6): "虚构", date(2026, 5, 7): "虚构"})
    found = later(datetime.fromisoformat(instant), was, recount_all(longer, was))
    assert (found, found.tzinfo) == (datetime.fromisoformat(moved), SHANGHAI)


def test_the_step_of_a_longer_holiday() -> None:
    """The two windows of a case, the later deciding: the farthest step counts, so that nothing is too early."""
    was = [CAL.after(date(2026, 4, 29), 5).as_dict(), CAL.after(date(2026, 5, 6), 5).as_dict()]
    longer = Calendar("longer", CAL.years, {date(2026, 5, 6): "虚构", date(2026, 5, 7): "虚构"})
    assert shift(was, recount_all(longer, was)) == timedelta(days=3)
