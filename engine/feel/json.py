"""FEEL values as JSON-able Python and back, without loss. See docs: numbers keep their digits, dates their type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.errors import FeelError, FeelSizeError
from engine.feel.limits import VALUE_DEPTH
from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.text import date_time_text, duration_text, time_text
from engine.feel.values import NUMBERS, YearsMonthsDuration, number_of_float

EXACT = 2**53
TAGGED: dict[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("date and time", date_time_text),
    date: ("date", date.isoformat),
    time: ("time", time_text),
    timedelta: ("days duration", duration_text),
    YearsMonthsDuration: ("months duration", duration_text),
}
READERS: dict[str, Callable[[str], Any]] = {
    "number": NUMBERS.create_decimal,
    "date and time": parse_date_time,
    "date": parse_date,
    "time": parse_time,
    "days duration": parse_duration,
    "months duration": parse_duration,
}


def to_json(value: Any, depth: int = 0) -> Any:
    """A FEEL value as dicts, lists, texts, booleans, ints and null.

    Whole numbers below 2**53 are ints; other numbers, dates, times and durations are {"$": type, "v": text};
    a key that begins with "$" gets one "$" more. Ranges and functions raise FeelError: they are no data.
    """
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (Decimal, int, float)):
        return _number_to_json(value)
    if type(value) in TAGGED:
        tag, text = TAGGED[type(value)]
        return {"$": tag, "v": text(value)}
    if depth > VALUE_DEPTH:
        raise FeelSizeError(f"数据嵌套超过了 {VALUE_DEPTH} 层的上限。")
    if isinstance(value, (list, tuple)):
        return [to_json(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {_escaped(str(key)): to_json(item, depth + 1) for key, item in value.items()}
    raise FeelError("范围和函数不能作为数据保存，请改存它们的结果。")


def _number_to_json(value: Decimal | int | float) -> Any:
    number = number_of_float(value) if isinstance(value, float) else Decimal(value)
    if number is None or not number.is_finite():
        raise FeelError("无穷大和非数不能作为数据保存。")
    if number.adjusted() < 16 and number == number.to_integral_value() and abs(number) < EXACT:
        return int(number)
    return {"$": "number", "v": str(number)}


def _escaped(key: str) -> str:
    return "$" + key if key.startswith("$") else key


def from_json(value: Any, depth: int = 0) -> Any:
    """The inverse of to_json; ints and floats become numbers. Raises FeelError for a tag it does not know."""
    if depth > VALUE_DEPTH + 1:
        raise FeelSizeError(f"数据嵌套超过了 {VALUE_DEPTH} 层的上限。")
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return NUMBERS.create_decimal(value)
    if isinstance(value, float):
        return number_of_float(value)
    if isinstance(value, list):
        return [from_json(item, depth + 1) for item in value]
    if "$" in value:
        return _tagged(value)
    return {
        key[1:] if key.startswith("$") else key: from_json(item, depth + 1) for key, item in value.items()
    }


def _tagged(value: dict[str, Any]) -> Any:
    reader, text = READERS.get(value["$"]), value.get("v")
    found = reader(text) if reader and isinstance(text, str) else None
    if found is None:
        raise FeelError(f"不认识的数据：{value!r:.80}")
    return found
