"""FEEL's values that Python does not have: months durations, ranges, functions; and what kind a value is.

The others are None, bool, Decimal (34 digits), str, date, time, datetime, timedelta, list and dict (context).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from engine.feel.limits import DIGITS

NUMBERS = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emax=6144,
    Emin=-6143,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""IEEE 754 decimal128, as DMN 1.5 §10.3.2.3.1 asks; faults are raised and become null."""


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A duration of whole months; negative when it points backwards."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval between two points; an end that is null makes membership unknown.

    `operator` marks the half-open ones, `(< 5)`, whose missing end has no bound.
    """

    start: Any
    end: Any
    start_included: bool = True
    end_included: bool = True
    operator: str = ""


class Function:
    """A function as a value: user defined, built in or lent. A `varied` one checks its arguments itself."""

    __slots__ = ("call", "name", "parameter_types", "parameters", "result_type", "varied")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...],
        call: Callable[..., Any],
        parameter_types: tuple[Any, ...] = (),
        result_type: Any = None,
        varied: bool = False,
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.call = call
        self.parameter_types = parameter_types
        self.result_type = result_type
        self.varied = varied


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    int: "number",
    str: "string",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    list: "list",
    tuple: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}

KIND_NAMES = {
    "null": "空值",
    "boolean": "是非值",
    "number": "数字",
    "string": "文字",
    "date": "日期",
    "date and time": "日期时间",
    "time": "时间",
    "days and time duration": "天数时长",
    "years and months duration": "年月时长",
    "list": "列表",
    "context": "对象",
    "range": "范围",
    "function": "函数",
}


def kind(value: Any) -> str:
    """The name of the value's FEEL type; "unknown" for what is not FEEL."""
    return KINDS.get(type(value), "unknown")


def kind_name(value: Any) -> str:
    """The value's type in Chinese, for sentences."""
    return KIND_NAMES.get(kind(value), "未知类型的值")


def adopt(value: Any) -> Any:
    """A host value as FEEL: ints and floats become numbers, tuples lists. Not deep."""
    if type(value) is int:
        return NUMBERS.create_decimal(value)
    if type(value) is float:
        return number_of_float(value)
    return list(value) if type(value) is tuple else value


def number_of_float(value: float) -> Decimal | None:
    """The shortest decimal that stands for the float; null for what is not finite."""
    number = Decimal(repr(value))
    return number if number.is_finite() else None


def to_feel(value: Any) -> Any:
    """A host value as FEEL, in depth."""
    if type(value) is dict:
        return {str(key): to_feel(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return [to_feel(item) for item in value]
    return adopt(value)
