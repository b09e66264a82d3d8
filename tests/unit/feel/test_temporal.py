"""Dates, times, durations, zones, and how ranges lie to each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from engine.feel import Environment, LentFunction, compile
from engine.feel.values import YearsMonthsDuration

from .helpers import NOW, value

SHANGHAI = ZoneInfo("Asia/Shanghai")
EAST8 = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('date("2026-02-28")', date(2026, 2, 28)),
        ("date(2026, 2, 28)", date(2026, 2, 28)),
        ('date("2026-02-29")', None),
        ('date("20260228")', None),
        ('date(@"2026-02-28T23:00:00Z")', date(2026, 2, 28)),
        ('time("10:30:00.5")', time(10, 30, 0, 500000)),
        ('time("10:30:00+08:00")', time(10, 30, tzinfo=EAST8)),
        ('time("25:00:00")', None),
        ('time(10, 30, 0, duration("PT8H"))', time(10, 30, tzinfo=EAST8)),
        ('date and time("2026-01-01T00:00:00Z")', datetime(2026, 1, 1, tzinfo=UTC)),
        ('date and time("2026-01-01T08:00:00@Asia/Shanghai")', datetime(2026, 1, 1, 8, tzinfo=SHANGHAI)),
        ('date and time("2026-01-01T08:00:00@Mars/Base")', None),
        ('date and time(date("2026-01-01"), time("08:00:00"))', datetime(2026, 1, 1, 8)),
        ('date and time("2026-01-01T24:00:00")', datetime(2026, 1, 2)),
        ('duration("P1DT2H30M")', timedelta(days=1, hours=2, minutes=30)),
        ('duration("-P1Y2M")', YearsMonthsDuration(-14)),
        ('duration("P1Y2D")', None),
        ('duration("P")', None),
        ('years and months duration(@"2020-01-31", @"2021-03-30")', YearsMonthsDuration(13)),
        ('abs(@"-P1Y")', YearsMonthsDuration(12)),
    ],
)
def test_construction(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('@"2026-01-31" + @"P1M"', date(2026, 2, 28)),
        ('@"2024-02-29" + @"P1Y"', date(2025, 2, 28)),
        ('@"2026-03-01" - @"P1D"', date(2026, 2, 28)),
        ('@"P1D" + @"2026-02-28"', date(2026, 3, 1)),
        ('@"2026-03-01" - @"2026-02-01"', timedelta(days=28)),
        ('@"2026-01-01T00:00:00Z" - @"2026-01-01T00:00:00+08:00"', timedelta(hours=8)),
        ('@"2026-01-01T00:00:00" - @"2026-01-01T00:00:00Z"', None),
        ('@"23:30:00" + @"PT1H"', time(0, 30)),
        ('@"PT1H" * 2.5', timedelta(hours=2, minutes=30)),
        ('@"P1Y" / 2', YearsMonthsDuration(6)),
        ('@"P1D" / @"PT6H"', 4),
        ('@"P1Y" + @"P1D"', None),
        ('@"9999-12-31" + @"P1D"', None),
        ('-@"P1D"', timedelta(days=-1)),
        ('@"2026-01-01T08:00:00@Asia/Shanghai" = @"2026-01-01T00:00:00Z"', True),
        ('@"2026-01-01" < @"2026-01-02"', True),
        ('@"P1Y" > @"P11M"', True),
        (
            '@"2026-03-28T12:00:00@Europe/Paris" + @"P1D"',
            datetime(2026, 3, 29, 10, tzinfo=UTC) + timedelta(hours=1),
        ),
    ],
)
def test_arithmetic(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('@"2026-03-02".year', 2026),
        ('@"2026-03-02".weekday', 1),
        ('@"2026-03-02T10:20:30@Asia/Shanghai".timezone', "Asia/Shanghai"),
        ('@"10:20:30+08:00".time offset', timedelta(hours=8)),
        ('@"-P1DT2H".hours', -2),
        ('@"P1Y14M".years', 2),
        ('day of week(@"2026-03-02")', "Monday"),
        ('month of year(@"2026-03-02")', "March"),
        ('day of year(@"2026-03-02")', 61),
        ('week of year(@"2026-01-01")', 1),
        ('last day of month(@"2024-02-03")', date(2024, 2, 29)),
        ("now()", NOW),
        ("today()", date(2026, 3, 3)),
        ('string(@"2026-01-01T08:00:00.250+08:00")', "2026-01-01T08:00:00.25+08:00"),
        ('string(@"2026-01-01T08:00:00@Asia/Shanghai")', "2026-01-01T08:00:00@Asia/Shanghai"),
        ('string(@"P14M")', "P1Y2M"),
        ('string(@"PT0S")', "PT0S"),
    ],
)
def test_parts_and_texts(source: str, expected: object) -> None:
    assert value(source) == expected


def test_without_a_clock_there_is_no_now() -> None:
    env = Environment()
    assert (compile("today()").evaluate({}, env), env.problems) == (None, ["这里没有时钟，不能使用 today()"])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("before(1, 10)", True),
        ("before([1..10), 10)", True),
        ("before([1..10], [10..20])", False),
        ("after([11..20], [1..11))", True),
        ("meets([1..5], [5..10])", True),
        ("meets([1..5), [5..10])", False),
        ("met by([5..10], [1..5])", True),
        ("overlaps([1..5], [3..8])", True),
        ("overlaps([1..3), [3..8])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps after([3..8], [1..5])", True),
        ("finishes(10, [1..10])", True),
        ("finished by([1..10], 10)", True),
        ("includes([1..10], [2..5])", True),
        ("during(5, [1..10])", True),
        ("starts([1..5], [1..10])", True),
        ("started by([1..10], 1)", True),
        ("coincides([1..5], [1..5])", True),
        ('before(1, "a")', None),
        ('range("[1..3]") = [1..3]', True),
        ('range("[3..1]")', None),
        ("[1..3].start", 1),
        ("[1..3).end included", False),
    ],
)
def test_ranges(source: str, expected: object) -> None:
    assert value(source) is expected or value(source) == expected


def test_lent_functions_see_the_environment_and_leave_derivations() -> None:
    def after(env: Environment, start: date, days: object) -> date:
        env.derivations.append({"start": start.isoformat()})
        return start + timedelta(days=int(str(days)))

    lent = {"working days after": LentFunction("working days after", ("date", "n"), after, "date")}
    env = Environment(NOW, lent)
    found = compile("working days after(posted_on, 5)").evaluate({"posted_on": date(2026, 3, 2)}, env)
    assert (found, env.derivations) == (date(2026, 3, 7), [{"start": "2026-03-02"}])
    named = compile('working days after(n: 1, date: @"2026-03-02")').evaluate({}, env)
    assert named == date(2026, 3, 3)
