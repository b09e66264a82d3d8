"""How far the arithmetic goes: dates and lengths beyond any rule are refused, not computed."""

from __future__ import annotations

from datetime import date
from typing import Final

from engine.errors import Invalid

MAX_DAYS: Final = 5000
MAX_YEARS: Final = 100
MAX_SPAN: Final = 20_000
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


def check_date(day: date) -> None:
    """Raise `Invalid` unless the day lies in the years 1900 to 2200."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid({"date": f"日期 {day.isoformat()} 超出可计算的范围（{FIRST_YEAR} 至 {LAST_YEAR} 年）"})


def check_days(n: int) -> None:
    """Raise `Invalid` unless `n` is between 1 and 5000 days."""
    if not 1 <= n <= MAX_DAYS:
        raise Invalid({"n": f"天数须是 1 至 {MAX_DAYS} 的整数，现在是 {n}"})


def check_span(a: date, b: date) -> None:
    """Raise `Invalid` unless the two days lie within 20,000 days of each other."""
    check_date(a)
    check_date(b)
    if abs((b - a).days) > MAX_SPAN:
        raise Invalid({"date": f"{a.isoformat()} 与 {b.isoformat()} 相隔超过 {MAX_SPAN} 天"})


def check_years(n: int) -> None:
    """Raise `Invalid` unless `n` is at most 100 years in either direction."""
    if abs(n) > MAX_YEARS:
        raise Invalid({"n": f"年数不得超过 {MAX_YEARS}，现在是 {n}"})
