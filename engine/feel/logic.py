"""Equality and order of FEEL values, with three truth values (DMN 1.5 §10.3.2.13 and table 55)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import limits
from engine.feel.environment import Environment
from engine.feel.errors import FeelSizeError
from engine.feel.temporal import zone_offset
from engine.feel.values import Range, kind, kind_name

ORDERED = frozenset(
    {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


PLAIN = frozenset({Decimal, str, bool})
"""Types whose values the host compares as FEEL does."""


def equal(a: Any, b: Any, env: Environment, depth: int = 0) -> bool | None:
    """Whether two values are equal; null when their types differ."""
    if a is None or b is None:
        return a is b
    if type(a) is type(b) and type(a) in PLAIN:
        return bool(a == b)
    env.spend()
    what = kind(a)
    if what != kind(b):
        env.null(f"{kind_name(a)}与{kind_name(b)}不能相互比较")
        return None
    if what == "list":
        return _equal_lists(a, b, env, depth)
    if what == "context":
        return _equal_contexts(a, b, env, depth)
    if what == "range":
        return _equal_ranges(a, b, env, depth)
    if what in ("date and time", "time"):
        return _equal_instants(a, b, env)
    return bool(a == b)


def _deeper(depth: int) -> int:
    if depth > limits.VALUE_DEPTH:
        raise FeelSizeError(f"列表或对象嵌套超过了 {limits.VALUE_DEPTH} 层，已停止计算。")
    return depth + 1


def _equal_lists(a: list[Any], b: list[Any], env: Environment, depth: int) -> bool | None:
    if len(a) != len(b):
        return False
    env.spend(len(a))
    return _all_equal(zip(a, b, strict=True), env, _deeper(depth))


def _equal_contexts(a: dict[str, Any], b: dict[str, Any], env: Environment, depth: int) -> bool | None:
    if a.keys() != b.keys():
        return False
    env.spend(len(a))
    return _all_equal(((a[key], b[key]) for key in a), env, _deeper(depth))


def _equal_ranges(a: Range, b: Range, env: Environment, depth: int) -> bool | None:
    if (a.start_included, a.end_included, a.operator) != (b.start_included, b.end_included, b.operator):
        return False
    return _all_equal(((a.start, b.start), (a.end, b.end)), env, _deeper(depth))


def _all_equal(pairs: Any, env: Environment, depth: int) -> bool | None:
    result: bool | None = True
    for x, y in pairs:
        same = equal(x, y, env, depth)
        if same is False:
            return False
        if same is None:
            result = None
    return result


def _equal_instants(a: Any, b: Any, env: Environment) -> bool | None:
    x, y = _instant(a), _instant(b)
    if (x[0] is None) != (y[0] is None):
        return False
    return bool(x[1] == y[1])


def _instant(value: datetime | time) -> tuple[timedelta | None, Any]:
    """The offset, and something that orders: the instant in UTC, or the local reading when there is no zone."""
    offset = zone_offset(value)
    if isinstance(value, datetime):
        try:
            return offset, value.replace(tzinfo=None) - (offset or timedelta(0))
        except OverflowError:
            return offset, value.replace(tzinfo=None)
    reading = timedelta(
        hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
    )
    return offset, reading - (offset or timedelta(0))


def order(a: Any, b: Any, env: Environment) -> int | None:
    """-1, 0 or 1; null when the values cannot be ordered."""
    if a is None or b is None:
        env.null("空值不能比较大小")
        return None
    what = kind(a)
    if what != kind(b) or what not in ORDERED:
        env.null(f"{kind_name(a)}与{kind_name(b)}不能比较大小")
        return None
    if what == "string":
        env.spend(min(len(a), len(b)) // limits.CHARACTERS_PER_STEP)
    if what in ("date and time", "time"):
        x, y = _instant(a), _instant(b)
        if (x[0] is None) != (y[0] is None):
            env.null("带时区与不带时区的时间不能比较大小")
            return None
        a, b = x[1], y[1]
    return (a > b) - (a < b)


def contains(interval: Range, value: Any, env: Environment) -> bool | None:
    """Whether a value lies in a range; null when it cannot be compared with the ends."""
    if interval.operator in ("=", "!="):
        same = equal(value, interval.start, env)
        return None if same is None else same is (interval.operator == "=")
    if not interval.operator and (interval.start is None or interval.end is None):
        env.null("范围的一端是空值，无法判断")
        return None
    low = _beyond(value, interval.start, interval.start_included, 1, env)
    if low is False:
        return False
    high = _beyond(value, interval.end, interval.end_included, -1, env)
    return False if high is False else None if low is None or high is None else True


def _beyond(value: Any, end: Any, included: bool, side: int, env: Environment) -> bool | None:
    if end is None:
        return True
    found = order(value, end, env)
    return None if found is None else found == side or (included and found == 0)
