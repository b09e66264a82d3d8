"""The calendar as functions for FEEL; every answer leaves its derivation in the environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from engine.calendar import Calendar, Period
from engine.clock import SHANGHAI, business_date
from engine.errors import Invalid
from engine.feel import Environment, LentFunction

Reader = Callable[[Any], Any]
Answer = tuple[Any, Period | None]

_FAR: Final = 10**9  # beyond any rule; keeps int() of a Decimal such as 1E+6000 from being built

_DERIVATION: Final = 20  # steps that keeping a derivation costs, so that a loop cannot fill the memory


class _Unfit(Exception):
    """An argument is null or of another type; the message says what was expected."""


def calendar_functions(calendar: Calendar) -> dict[str, LentFunction]:
    """The functions that diagrams, forms and decisions may call, by name.

    A date and time is taken by its date in Asia/Shanghai. Null, a wrong type or a length beyond any rule
    gives null, and the reason stands in the environment's problems.
    """
    one_date = {"date": _date}
    counted = {"date": _date, "n": _whole}
    lent = [
        _lend("working days after", counted, "date", lambda d, n: _ending(calendar.after(d, n))),
        _lend("working days before", counted, "date", lambda d, n: _ending(calendar.period_before(d, n))),
        _lend(
            "calendar days after", counted, "date", lambda d, n: _ending(calendar.calendar_days_after(d, n))
        ),
        _lend("years after", counted, "date", lambda d, n: _ending(calendar.period_of_years(d, n))),
        _lend("next working day", one_date, "date", lambda d: _ending(calendar.after(d, 1))),
        _lend("is working day", one_date, "boolean", lambda d: _truth(calendar.period_of(d))),
        _lend(
            "count working days",
            {"a": _date, "b": _date},
            "number",
            lambda a, b: _number(calendar.period_between(a, b)),
        ),
        _lend("start of day", one_date, "date and time", lambda d: (_instant(d, time.min), None)),
        _lend("end of day", one_date, "date and time", lambda d: (_instant(d, time(23, 59, 59)), None)),
    ]
    return {function.name: function for function in lent}


def _lend(
    name: str, parameters: Mapping[str, Reader], result: str, answer: Callable[..., Answer]
) -> LentFunction:
    def call(env: Environment, *args: Any) -> Any:
        try:
            value, period = answer(*_read(parameters, args))
        except (_Unfit, Invalid) as error:
            env.null(f"{name}：{_reason(error)}")
            return None
        if period is not None:
            env.spend(_DERIVATION + len(period.days) + len(period.skipped))
            env.derivations.append({"function": name, **period.as_dict()})
        return value

    return LentFunction(name, tuple(parameters), call, result)


def _read(parameters: Mapping[str, Reader], args: tuple[Any, ...]) -> list[Any]:
    if len(args) != len(parameters):
        raise _Unfit(f"应有 {len(parameters)} 个参数，得到 {len(args)} 个")
    values = []
    for i, (read, arg) in enumerate(zip(parameters.values(), args, strict=True), start=1):
        try:
            values.append(read(arg))
        except _Unfit as error:
            raise _Unfit(f"第 {i} 个参数{error}") from None
    return values


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date() if value.tzinfo is None else business_date(value)
    if isinstance(value, date):
        return value
    raise _Unfit(f"应是日期，得到 {_shown(value)}")


def _whole(value: Any) -> int:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if number and abs(value) < _FAR and value == int(value):
        return int(value)
    raise _Unfit(f"应是整数，得到 {_shown(value)}")


def _shown(value: Any) -> str:
    return "null" if value is None else f"“{str(value)[:40]}”"


def _reason(error: Exception) -> str:
    return "；".join(error.errors.values()) if isinstance(error, Invalid) else str(error)


def _ending(period: Period) -> Answer:
    return period.last_day, period


def _truth(period: Period) -> Answer:
    return bool(period.n), period


def _number(period: Period) -> Answer:
    return Decimal(period.n), period


def _instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=SHANGHAI)
