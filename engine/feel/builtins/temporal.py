"""Date and time functions (DMN 1.5 §10.3.4.6, §10.3.4.8, §10.3.4.11)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.logic import equal
from engine.feel.temporal import zone_name, zone_offset
from engine.feel.values import kind

HOME = ZoneInfo("Asia/Shanghai")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@builtin("is", "value1: any, value2: any", "boolean")
def is_(env: Environment, first: Any, second: Any) -> bool:
    """Whether two values are the same element of the semantic domain: zones count."""
    if kind(first) != kind(second):
        return False
    if kind(first) in ("time", "date and time"):
        return (
            first.replace(tzinfo=None) == second.replace(tzinfo=None)
            and zone_offset(first) == zone_offset(second)
            and zone_name(first) == zone_name(second)
        )
    return equal(first, second, env) is True


@builtin("day of year", "date: date|instant", "number")
def day_of_year(env: Environment, value: date) -> Decimal:
    """From 1 to 366."""
    return Decimal(value.timetuple().tm_yday)


@builtin("day of week", "date: date|instant", "string")
def day_of_week(env: Environment, value: date) -> str:
    """The English name, as the standard has it."""
    return WEEKDAYS[value.weekday()]


@builtin("month of year", "date: date|instant", "string")
def month_of_year(env: Environment, value: date) -> str:
    """The English name, as the standard has it."""
    return MONTHS[value.month - 1]


@builtin("week of year", "date: date|instant", "number")
def week_of_year(env: Environment, value: date) -> Decimal:
    """The ISO 8601 week."""
    return Decimal(value.isocalendar().week)


@builtin("last day of month", "date: date|instant", "date")
def last_day_of_month(env: Environment, value: date) -> date:
    """The month's last day (Camunda)."""
    return date(value.year, value.month, monthrange(value.year, value.month)[1])


@builtin("now", "", "date and time")
def now(env: Environment) -> datetime | None:
    """The engine's clock, never the machine's."""
    if env.now is None:
        env.null("这里没有时钟，不能使用 now()")
    return env.now


@builtin("today", "", "date")
def today(env: Environment) -> date | None:
    """The date in Asia/Shanghai by the engine's clock."""
    if env.now is None:
        env.null("这里没有时钟，不能使用 today()")
        return None
    return env.now.astimezone(HOME).date()
