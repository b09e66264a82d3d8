"""Texts of a form: plain, with {{variables}}, or one FEEL expression; the values written as people read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.feel import Environment, compile
from engine.forms.vocabulary import PATH

_HOLE: Final = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_WEEKDAYS: Final = "一二三四五六日"


def text(template: str, context: Mapping[str, Any], env: Environment) -> str:
    """The template with its values filled in; not yet escaped for HTML."""
    if template.startswith("="):
        return shown(compile(template[1:]).evaluate(context, env))
    return _HOLE.sub(lambda hole: shown(_look_up(hole[1], context)), template)


def faults(template: str) -> list[str]:
    """The holes that are more than a variable: loops and conditions of the editor's templating."""
    return [hole for hole in _HOLE.findall(template) if not PATH.fullmatch(hole)]


def shown(value: Any) -> str:
    """A FEEL value as Chinese readers expect it: 2026年9月24日 周四, 是, 12.5; null is nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return format(value.normalize(), "f")
        case datetime():
            here = local(value)
            return f"{_day(here)} {here:%H:%M}"
        case date():
            return _day(value)
        case time():
            return f"{value:%H:%M}"
        case list():
            return "、".join(map(shown, value))
        case dict():
            return "；".join(f"{key}：{shown(item)}" for key, item in value.items())
        case _:
            return str(value)


def local(moment: datetime) -> datetime:
    """A moment by Shanghai's clock; one that says no zone is of Shanghai."""
    return moment if moment.tzinfo is None else moment.astimezone(_SHANGHAI)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日 周{_WEEKDAYS[day.weekday()]}"


def _look_up(path: str, context: Mapping[str, Any]) -> Any:
    value: Any = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
