"""The conversions that FEEL makes without being asked (DMN 1.5 §10.3.2.9.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from engine.feel.values import kind


def implicit(value: Any, wanted: str) -> Any:
    """A single value as a list, a list of one as its item, a date as midnight UTC; None when none applies."""
    if wanted == "list" and type(value) is not list:
        return [value]
    if type(value) is list and len(value) == 1:
        return value[0]
    if wanted == "date and time" and kind(value) == "date":
        return midnight(value)
    return None


def midnight(value: date) -> datetime:
    """The beginning of a day in UTC."""
    return datetime.combine(value, time(), tzinfo=UTC)
