"""How far the arithmetic goes: dates and lengths beyond any rule are refused, not computed."""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.errors import Invalid
from engine.sentence import Sentence

MAX_DAYS: Final = 5000
MAX_YEARS: Final = 100
MAX_SPAN: Final = 20_000
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def check_date(day: date) -> None:
    """Raise `Invalid` unless the day lies in the years 1900 to 2200."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(
            {
                "date": Sentence(
                    "日期 {day} 超出可计算的范围（{first} 至 {last} 年）",
                    day=day.isoformat(),
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            }
        )


def check_days(n: int) -> None:
    """Raise `Invalid` unless `n` is between 1 and 5000 days."""
    if not 1 <= n <= MAX_DAYS:
        raise Invalid({"n": Sentence("天数须是 1 至 {most} 的整数，现在是 {n}", most=MAX_DAYS, n=n)})


def check_span(a: date, b: date) -> None:
    """Raise `Invalid` unless the two days lie within 20,000 days of each other."""
    check_date(a)
    check_date(b)
    if abs((b - a).days) > MAX_SPAN:
        raise Invalid(
            {
                "date": Sentence(
                    "{day} 与 {day2} 相隔超过 {most} 天", day=a.isoformat(), day2=b.isoformat(), most=MAX_SPAN
                )
            }
        )


def check_years(n: int) -> None:
    """Raise `Invalid` unless `n` is at most 100 years in either direction."""
    if abs(n) > MAX_YEARS:
        raise Invalid({"n": Sentence("年数不得超过 {most}，现在是 {n}", most=MAX_YEARS, n=n)})
