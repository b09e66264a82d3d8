"""What YAML makes of a scenario's values, as the JSON form of FEEL values, or as a browser would send it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from engine.feel import to_json


def as_json(value: Any) -> Any:
    """YAML values (which knows dates) as the JSON form of FEEL values."""
    match value:
        case dict():
            return {str(k): as_json(v) for k, v in value.items()}
        case list():
            return [as_json(v) for v in value]
        case float():
            return to_json(Decimal(str(value)))
        case bool() | int() | str() | None:
            return value
        case _:
            return to_json(value)


def as_submission(value: Any) -> Any:
    """YAML values as they are filled into a form: dates and times are ISO text there."""
    match value:
        case dict():
            return {str(k): as_submission(v) for k, v in value.items()}
        case list():
            return [as_submission(v) for v in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value
