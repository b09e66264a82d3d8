"""The operators + - * / ** on numbers, texts, dates and durations (DMN 1.5 tables 58 to 60)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.feel.environment import Environment
from engine.feel.temporal import months_duration, zone_offset
from engine.feel.values import NUMBERS, YearsMonthsDuration, kind, kind_name


def _power(a: Decimal, b: Decimal) -> Decimal:
    """The host takes a negative power of zero for infinite, which is no number of FEEL."""
    if not a and b < 0:
        raise DivisionByZero
    return NUMBERS.power(a, b)


NUMERIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": _power,
}
WORDS = {"+": "相加", "-": "相减", "*": "相乘", "/": "相除", "**": "乘方"}
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


def calculate(operator: str, a: Any, b: Any, env: Environment) -> Any:
    """The result of an operator; null, with a reason, when the operands do not allow it."""
    if type(a) is Decimal and type(b) is Decimal:
        return _numbers(operator, a, b, env)
    if a is None or b is None:
        env.null(f"空值不能{WORDS[operator]}")
        return None
    rule = RULES.get((operator, kind(a), kind(b)))
    if rule is None:
        env.null(f"{kind_name(a)}与{kind_name(b)}不能{WORDS[operator]}")
        return None
    try:
        return rule(a, b, env)
    except (OverflowError, InvalidOperation, Overflow):
        env.null(f"{WORDS[operator]}的结果超出了可以表示的范围")
    except (ZeroDivisionError, DivisionByZero):
        env.null("除数不能为零")
    return None


def _numbers(operator: str, a: Decimal, b: Decimal, env: Environment) -> Decimal | None:
    try:
        return NUMERIC[operator](a, b)
    except (ZeroDivisionError, DivisionByZero):
        env.null("除数不能为零")
    except (InvalidOperation, Overflow):
        env.null(f"“{operator}”的结果没有意义或太大")
    return None


def negative(value: Any, env: Environment) -> Any:
    """The value with the other sign."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    if isinstance(value, (timedelta, YearsMonthsDuration)):
        return scale(value, Decimal(-1), env)
    env.null(f"{kind_name(value)}不能取负")
    return None


def _join(a: str, b: str, env: Environment) -> str:
    env.text(len(a) + len(b))
    return a + b


def scale(a: Any, factor: Decimal, env: Environment) -> Any:
    """A duration times a number."""
    if isinstance(a, YearsMonthsDuration):
        return months_duration(int(NUMBERS.multiply(Decimal(a.months), factor)))
    return timedelta(microseconds=_whole(NUMBERS.multiply(Decimal(a // MICROSECOND), factor)))


def _shrink(a: Any, divisor: Decimal, env: Environment) -> Any:
    if isinstance(a, YearsMonthsDuration):
        return months_duration(int(NUMBERS.divide(Decimal(a.months), divisor)))
    return timedelta(microseconds=_whole(NUMBERS.divide(Decimal(a // MICROSECOND), divisor)))


def _whole(number: Decimal) -> int:
    if number.adjusted() > 24:
        raise OverflowError
    return int(number.to_integral_value(ROUND_HALF_EVEN))


def _ratio(a: Any, b: Any, env: Environment) -> Decimal:
    if isinstance(a, YearsMonthsDuration):
        return NUMBERS.divide(Decimal(a.months), Decimal(b.months))
    return NUMBERS.divide(Decimal(a // MICROSECOND), Decimal(b // MICROSECOND))


def shift(a: date | datetime, length: timedelta, env: Environment) -> date | datetime:
    """A date or instant moved by a days duration; a date stays a date."""
    if not isinstance(a, datetime):
        return (datetime.combine(a, time()) + length).date()
    if a.tzinfo is None:
        return a + length
    return (a.astimezone(UTC) + length).astimezone(a.tzinfo)


def shift_months(a: date, length: YearsMonthsDuration, env: Environment) -> date:
    """A date or instant moved by months; the day becomes the month's last where it does not exist."""
    years, month = divmod(a.month - 1 + length.months, 12)
    year = a.year + years
    if not 1 <= year <= 9999:
        raise OverflowError
    return a.replace(year=year, month=month + 1, day=min(a.day, monthrange(year, month + 1)[1]))


def _shift_time(a: time, length: timedelta, env: Environment) -> time:
    reading = datetime(2000, 1, 1, a.hour, a.minute, a.second, a.microsecond) + length % DAY  # noqa: DTZ001
    return reading.time().replace(tzinfo=a.tzinfo)


def _between(a: Any, b: Any, env: Environment) -> timedelta | None:
    a, b = _as_instants(a, b)
    if (a.tzinfo is None) != (b.tzinfo is None):
        env.null("带时区与不带时区的时间不能相减")
        return None
    if a.tzinfo is None:
        return a - b
    return a.astimezone(UTC) - b.astimezone(UTC)


def _as_instants(a: Any, b: Any) -> tuple[Any, Any]:
    """Plain dates begin at midnight, in UTC when the other one has a zone."""
    zone = UTC if any(isinstance(x, datetime) and x.tzinfo for x in (a, b)) else None
    return tuple(  # type: ignore[return-value]
        x if isinstance(x, datetime) else datetime.combine(x, time(), tzinfo=zone) for x in (a, b)
    )


def _between_times(a: time, b: time, env: Environment) -> timedelta | None:
    x, y = zone_offset(a), zone_offset(b)
    if (x is None) != (y is None):
        env.null("带时区与不带时区的时间不能相减")
        return None
    day = date(2000, 1, 1)
    apart = datetime.combine(day, a.replace(tzinfo=None)) - datetime.combine(day, b.replace(tzinfo=None))
    return apart - (x or timedelta(0)) + (y or timedelta(0))


def _swap(rule: Callable[[Any, Any, Environment], Any]) -> Callable[[Any, Any, Environment], Any]:
    return lambda a, b, env: rule(b, a, env)


def _minus(rule: Callable[[Any, Any, Environment], Any]) -> Callable[[Any, Any, Environment], Any]:
    return lambda a, b, env: rule(a, negative(b, env), env)


def _add_months(a: YearsMonthsDuration, b: YearsMonthsDuration, env: Environment) -> Any:
    return months_duration(a.months + b.months)


DATE, INSTANT, CLOCK, STRING, NUMBER = "date", "date and time", "time", "string", "number"
DAYS, MONTHS = "days and time duration", "years and months duration"

RULES: dict[tuple[str, str, str], Callable[[Any, Any, Environment], Any]] = {
    ("+", STRING, STRING): _join,
    ("+", DAYS, DAYS): lambda a, b, env: a + b,
    ("-", DAYS, DAYS): lambda a, b, env: a - b,
    ("+", MONTHS, MONTHS): _add_months,
    ("-", MONTHS, MONTHS): _minus(_add_months),
    ("/", DAYS, DAYS): _ratio,
    ("/", MONTHS, MONTHS): _ratio,
    ("-", CLOCK, CLOCK): _between_times,
    ("+", CLOCK, DAYS): _shift_time,
    ("+", DAYS, CLOCK): _swap(_shift_time),
    ("-", CLOCK, DAYS): _minus(_shift_time),
}
for _length, _move in ((DAYS, shift), (MONTHS, shift_months)):
    RULES["*", _length, NUMBER] = scale
    RULES["*", NUMBER, _length] = _swap(scale)
    RULES["/", _length, NUMBER] = _shrink
    for _point in (DATE, INSTANT):
        RULES["+", _point, _length] = _move
        RULES["+", _length, _point] = _swap(_move)
        RULES["-", _point, _length] = _minus(_move)
for _first in (DATE, INSTANT):
    for _second in (DATE, INSTANT):
        RULES["-", _first, _second] = _between
for _operator in NUMERIC:
    RULES[_operator, NUMBER, NUMBER] = lambda a, b, env, operator=_operator: NUMERIC[operator](  # type: ignore[misc]
        Decimal(a), Decimal(b)
    )
