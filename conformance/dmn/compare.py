"""Whether a value is the expected one, and how to say that it is not."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from engine.feel import Environment, FeelError
from engine.feel.temporal import zone_offset
from engine.feel.text import feel_text
from engine.feel.values import kind

TOLERANCE = Decimal("0.00000001")
"""Numbers nearer than this are equal: the convention of the TCK's runners."""
SHOWN = 160


def same(expected: Any, actual: Any) -> bool:
    """Equal in kind and in value: lists in order, contexts by their entries, times with their offsets."""
    what = kind(expected)
    if what != kind(actual):
        return False
    if what == "number":
        return abs(expected - actual) < TOLERANCE
    if what == "list":
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if what == "context":
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    if what in ("time", "date and time"):
        return _reading(expected) == _reading(actual)
    return bool(expected == actual)


def _reading(value: time | datetime) -> tuple[Any, Any]:
    """What the clock on the wall shows, and how far it is from UTC; an offset and a zone that has it are one."""
    return value.replace(tzinfo=None), zone_offset(value)


def difference(name: str, expected: Any, actual: Any, problems: list[str]) -> str:
    """A sentence on a result that is not the expected one, with the reason that the evaluation gave."""
    why = f"（{problems[0][:SHOWN]}）" if actual is None and problems else ""
    return f"“{name}”应为 {_shown(expected)}，得到 {_shown(actual)}{why}"


def _shown(value: Any) -> str:
    try:
        text = feel_text(value, Environment())
    except FeelError:
        return kind(value)
    return f'"{text[:SHOWN]}"' if isinstance(value, str) else text[:SHOWN]
