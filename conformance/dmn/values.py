"""Values of a test-case file as FEEL values: typed texts, lists, components, nil."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow
from typing import Any

from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.values import NUMBERS

INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


class UnreadableValue(Exception):
    """A value that has no FEEL value here; the message is Chinese."""


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def below(element: Any, *names: str) -> list[Any]:
    """The elements directly below that have one of the names."""
    return [child for child in element if local(child) in names]


def read_content(element: Any) -> Any:
    """What an input, an expectation, an item or a component holds; null when it holds nothing.

    Raises UnreadableValue.
    """
    components = below(element, "component")
    if components:
        return {part.get("name"): read_content(part) for part in components}
    for child in below(element, "value", "list"):
        if child.get(f"{INSTANCE}nil") in ("true", "1"):
            return None
        if local(child) == "list":
            return [read_content(item) for item in below(child, "item")]
        return read_typed(child.get(f"{INSTANCE}type") or "string", child.text or "")
    return None


def read_typed(type_name: str, text: str) -> Any:
    """The FEEL value of a text whose XML Schema type is named with or without a prefix."""
    reader = READERS.get(type_name.rpartition(":")[2])
    if reader is None:
        raise UnreadableValue(f"测试文件中的数据类型“{type_name}”不认识")
    value = reader(text)
    if value is None:
        raise UnreadableValue(f"测试文件中的值“{text.strip()[:60]}”（{type_name}）在这里无法表示")
    return value


def _number(text: str) -> Decimal | None:
    try:
        value = NUMBERS.create_decimal(text.strip())
    except (InvalidOperation, Overflow):
        return None
    return value if value.is_finite() else None


def _boolean(text: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip())


def _trimmed(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: parse(text.strip())


READERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "anySimpleType": str,
    "boolean": _boolean,
    "date": _trimmed(parse_date),
    "time": _trimmed(parse_time),
    "dateTime": _trimmed(parse_date_time),
    **dict.fromkeys(("duration", "dayTimeDuration", "yearMonthDuration"), _trimmed(parse_duration)),
    **dict.fromkeys(("decimal", "double", "float", "integer", "int", "long", "short", "byte"), _number),
}
