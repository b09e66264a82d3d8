"""Conversion functions (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from engine.feel import temporal
from engine.feel.builtins.registry import builtin
from engine.feel.coercion import midnight
from engine.feel.environment import Environment
from engine.feel.temporal import ZONE_HOURS
from engine.feel.text import feel_text
from engine.feel.values import NUMBERS, YearsMonthsDuration

NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?", re.ASCII)


def _parsed(value: Any, text: str, what: str, env: Environment) -> Any:
    if value is None:
        env.null(f"“{text[:40]}”不是{what}")
    return value


@builtin("date", "from: string", "date")
def date_from_text(env: Environment, text: str) -> date | None:
    """From YYYY-MM-DD; null for what is no day of the calendar."""
    return _parsed(temporal.parse_date(text), text, "日期", env)


@builtin("date", "from: date|instant", "date")
def date_from_instant(env: Environment, value: date) -> date:
    """The day of an instant, by its own clock."""
    return value.date() if isinstance(value, datetime) else value


@builtin("date", "year: number, month: number, day: number", "date")
def date_from_parts(env: Environment, year: Decimal, month: Decimal, day: Decimal) -> date | None:
    """From whole numbers; null for what is no day of the calendar."""
    try:
        return date(_integer(year), _integer(month), _integer(day))
    except (ValueError, OverflowError):
        env.null("没有这样的日期")
        return None


def _integer(number: Decimal) -> int:
    if number != number.to_integral_value() or abs(number) > 10**9:
        raise ValueError
    return int(number)


@builtin("time", "from: string", "time")
def time_from_text(env: Environment, text: str) -> time | None:
    """From hh:mm:ss with fraction and zone; null for what is no time."""
    return _parsed(temporal.parse_time(text), text, "时间", env)


@builtin("time", "from: time|instant|date", "time")
def time_from_instant(env: Environment, value: time | date) -> time:
    """An instant's time with its zone; a date's is midnight UTC."""
    if isinstance(value, time):
        return value
    instant = value if isinstance(value, datetime) else midnight(value)
    return instant.timetz()


@builtin("time", "hour: number, minute: number, second: number, offset?: days?", "time")
def time_from_parts(
    env: Environment, hour: Decimal, minute: Decimal, second: Decimal, offset: timedelta | None = None
) -> time | None:
    """From whole hours and minutes, seconds with a fraction, and an offset from UTC."""
    try:
        whole = int(second)
        micros = int((second - whole) * 1_000_000)
        zone = None if offset is None else _zone(offset)
        return time(_integer(hour), _integer(minute), whole, micros, tzinfo=zone)
    except (ValueError, OverflowError):
        env.null("没有这样的时间")
        return None


def _zone(offset: timedelta) -> Any:
    if abs(offset) > timedelta(hours=ZONE_HOURS):
        raise ValueError
    sign = "-" if offset < timedelta(0) else "+"
    total = abs(offset) // timedelta(seconds=1)
    return temporal.parse_zone(f"{sign}{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}")


@builtin("date and time", "from: string", "date and time")
def instant_from_text(env: Environment, text: str) -> datetime | None:
    """From YYYY-MM-DDThh:mm:ss with fraction and zone; null for what is no instant."""
    return _parsed(temporal.parse_date_time(text), text, "日期时间", env)


@builtin("date and time", "from: date|instant", "date and time")
def instant_from_instant(env: Environment, value: date) -> datetime:
    """An instant as it is; a date as its midnight in UTC."""
    return value if isinstance(value, datetime) else midnight(value)


@builtin("date and time", "date: date|instant, time: time", "date and time")
def instant_from_parts(env: Environment, day: date, clock: time) -> datetime:
    """A day with a time; the zone is the time's."""
    return datetime.combine(day.date() if isinstance(day, datetime) else day, clock)


@builtin("date and time", "date: instant, timezone: string", "date and time")
def instant_in_zone(env: Environment, value: datetime, zone: str) -> datetime | None:
    """The same instant by the clock of another zone (Camunda); null for one without a zone."""
    found = temporal.parse_zone(zone) or temporal.parse_zone(f"@{zone}")
    if found is None or value.tzinfo is None:
        env.null(f"不能把时间换算到时区“{zone[:40]}”")
        return None
    try:
        return value.astimezone(found)
    except OverflowError:
        env.null("换算时区后的时间超出了可以表示的范围")
        return None


@builtin("duration", "from: string")
def duration_from_text(env: Environment, text: str) -> Any:
    """From ISO 8601: of days and time, or of years and months; null for a mixture."""
    return _parsed(temporal.parse_duration(text), text, "时长", env)


@builtin("duration", "from: days|months")
def duration_from_duration(env: Environment, value: Any) -> Any:
    """A duration as it is."""
    return value


@builtin("years and months duration", "from: date|instant, to: date|instant", "years and months duration")
def months_between(env: Environment, start: date, end: date) -> YearsMonthsDuration:
    """Whole months from one day to another, towards zero."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonthsDuration(months)


@builtin("number", "from: string, grouping separator?: string?, decimal separator?: string?", "number")
def number(
    env: Environment, text: str, grouping: str | None = None, point: str | None = None
) -> Decimal | None:
    """From digits with the given separators; null for what is no number."""
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or grouping == point is not None
    ):
        env.null("数字的分隔符只能是空格、逗号或句点，且两者不能相同")
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    try:
        value = NUMBERS.create_decimal(plain) if NUMBER.fullmatch(plain) else None
    except (InvalidOperation, Overflow):
        value = None
    return _parsed(value, text, "数字", env)


@builtin("number", "from: number", "number")
def number_of_number(env: Environment, value: Decimal) -> Decimal:
    """A number as it is."""
    return value


@builtin("string", "from: any", "string")
def string(env: Environment, value: Any) -> str | None:
    """The text of any value; null stays null."""
    return None if value is None else feel_text(value, env)
