"""What may stand after a dot: entries of contexts, parts of dates, times, durations and ranges (table 53)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine.feel.environment import Environment
from engine.feel.temporal import zone_name, zone_offset
from engine.feel.values import YearsMonthsDuration, adopt, kind, kind_name


def _whole(part: Callable[[Any], int]) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(part(value))


DATE_PARTS: dict[str, Callable[[Any], Any]] = {
    "year": _whole(lambda value: value.year),
    "month": _whole(lambda value: value.month),
    "day": _whole(lambda value: value.day),
    "weekday": _whole(lambda value: value.isoweekday()),
}
TIME_PARTS: dict[str, Callable[[Any], Any]] = {
    "hour": _whole(lambda value: value.hour),
    "minute": _whole(lambda value: value.minute),
    "second": _whole(lambda value: value.second),
    "time offset": zone_offset,
    "timezone": zone_name,
}


def _days(value: timedelta) -> tuple[int, timedelta]:
    """Sign and size."""
    return (-1, -value) if value < timedelta(0) else (1, value)


def _day_part(unit: Callable[[timedelta], int]) -> Callable[[timedelta], Decimal]:
    def part(value: timedelta) -> Decimal:
        sign, size = _days(value)
        return Decimal(sign * unit(size))

    return part


def _month_part(unit: Callable[[int], int]) -> Callable[[YearsMonthsDuration], Decimal]:
    def part(value: YearsMonthsDuration) -> Decimal:
        return Decimal((-1 if value.months < 0 else 1) * unit(abs(value.months)))

    return part


PARTS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "date": DATE_PARTS,
    "date and time": DATE_PARTS | TIME_PARTS,
    "time": TIME_PARTS,
    "days and time duration": {
        "days": _day_part(lambda size: size.days),
        "hours": _day_part(lambda size: size.seconds // 3600),
        "minutes": _day_part(lambda size: size.seconds // 60 % 60),
        "seconds": _day_part(lambda size: size.seconds % 60),
    },
    "years and months duration": {
        "years": _month_part(lambda months: months // 12),
        "months": _month_part(lambda months: months % 12),
    },
    "range": {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def get_property(value: Any, name: str, env: Environment) -> Any:
    """The named entry or part; null, with a reason, when there is none. A list gives the list of them."""
    if type(value) is dict:
        if name in value:
            return adopt(value[name])
        env.null(f"对象中没有“{name}”")
        return None
    if type(value) is list:
        env.items(len(value))
        return [get_property(item, name, env) if type(item) is not list else None for item in value]
    part = PARTS.get(kind(value), {}).get(name)
    if part is None:
        env.null(f"{kind_name(value)}没有“{name}”这一项")
        return None
    return part(value)


def has_property(value: Any, name: str) -> bool:
    """Whether something may be read there, be it null."""
    return name in value if type(value) is dict else name in PARTS.get(kind(value), {})
