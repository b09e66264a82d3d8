"""The options of a choice, and how their values travel through HTML."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.feel import Environment, to_json
from engine.forms.component import Choices, Option
from engine.forms.templates import shown


def options_of(choices: Choices, scope: Mapping[str, Any], env: Environment) -> tuple[Option, ...]:
    """The options in this scope; an expression that gives no list gives no options."""
    if choices.expression is None:
        return choices.fixed
    items = choices.expression.evaluate(scope, env)
    return tuple(map(_option, items)) if isinstance(items, list) else ()


def chosen(options: Sequence[Option], raw: Any) -> Option | None:
    """The option that was posted or sent, or None."""
    if isinstance(raw, dict | list) and not any(isinstance(option.value, type(raw)) for option in options):
        return None
    wanted = as_posted(raw)
    return next((option for option in options if as_posted(option.value) == wanted), None)


def as_posted(value: Any) -> str:
    """A value as the text that HTML carries; equal values give equal texts."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | Decimal():
            return format(Decimal(value).normalize(), "f")
        case date() | datetime():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return json.dumps(to_json(value), ensure_ascii=False, sort_keys=True, default=str)


def _option(item: Any) -> Option:
    if isinstance(item, Mapping) and "value" in item:
        label = item.get("label")
        return Option(shown(item["value"]) if label is None else shown(label), item["value"])
    return Option(shown(item), item)
