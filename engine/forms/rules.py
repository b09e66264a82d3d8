"""The rules of a field on a value that could be read: required, lengths, bounds, patterns, codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import re2

from engine.feel import Environment, Expression
from engine.forms import uscc
from engine.forms.component import Component
from engine.forms.templates import shown

_EMAIL: Final = re2.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_PHONE: Final = re2.compile(r"^\+?[0-9][0-9 -]{5,18}[0-9]$")

_WHEN: Final[Mapping[str, str]] = {"time": "09:30", "datetime": "2026-09-24 09:30"}
_MISSING: Final[Mapping[str, str]] = {
    "checkbox": "请勾选“{label}”",
    "radio": "请选择{label}",
    "select": "请选择{label}",
    "checklist": "请至少选择一项{label}",
    "taglist": "请至少选择一项{label}",
    "filepicker": "请上传{label}",
}


def is_empty(value: Any) -> bool:
    """Whether a field was left empty; a box that is not ticked is."""
    return value is None or value is False or value == [] or value == ""


def broken(
    component: Component, value: Any, scope: Mapping[str, Any], env: Environment, today: date | None
) -> str | None:
    """The first rule that the value breaks, as a message with a hole {label}; None if it keeps them all."""
    if is_empty(value):
        return _missing(component) if component.validate.get("required") else None
    rules = {name: _resolved(rule, scope, env) for name, rule in component.validate.items()}
    check = _CHECKS.get(component.type)
    complaints = check(component, rules, value) if check else iter(())
    late = _passed(component, value, today)
    return late or next(complaints, None)


def _missing(component: Component) -> str:
    if component.type == "datetime":
        return f"请填写{{label}}，例如 {_WHEN.get(component.settings.get('subtype', ''), '2026-09-24')}"
    return _MISSING.get(component.type, "请填写{label}")


def _resolved(rule: Any, scope: Mapping[str, Any], env: Environment) -> Any:
    """A rule's number; an expression that gives none sets no bound."""
    if not isinstance(rule, Expression):
        return rule
    value = rule.evaluate(scope, env)
    return value if isinstance(value, Decimal) else None


def _text(component: Component, rules: Mapping[str, Any], value: str) -> Iterator[str]:
    least, most = rules.get("minLength"), rules.get("maxLength")
    if most is not None and len(value) > most:
        yield f"{{label}}不得超过 {shown(most)} 字，现在是 {len(value)} 字"
    if least is not None and len(value) < least:
        yield f"{{label}}不得少于 {shown(least)} 字，现在是 {len(value)} 字"
    pattern = rules.get("pattern")
    if pattern and not re2.search(pattern, value):
        yield "{label}的格式不正确" + (f"（{component.description}）" if component.description else "")
    yield from _typed(rules.get("validationType"), value)


def _typed(kind: str | None, value: str) -> Iterator[str]:
    if kind == "email" and not _EMAIL.search(value):
        yield "{label}应是电子邮箱，例如 office@example.cn"
    if kind == "phone" and not _PHONE.search(value):
        yield "{label}应是电话号码，例如 021-55550000"
    if kind == "uscc" and (fault := uscc.fault(value)):
        yield fault


def _number(component: Component, rules: Mapping[str, Any], value: Decimal) -> Iterator[str]:
    least, most = rules.get("min"), rules.get("max")
    if least is not None and value < least:
        yield f"{{label}}不得小于 {shown(Decimal(least))}"
    if most is not None and value > most:
        yield f"{{label}}不得大于 {shown(Decimal(most))}"
    places = component.settings.get("decimalDigits")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(places, int) and isinstance(exponent, int) and -exponent > places:
        yield f"{{label}}最多保留 {places} 位小数" if places else "{label}应是整数"
    step = component.settings.get("increment")
    if isinstance(step, int) and step > 0 and value % step:
        yield f"{{label}}应是 {step} 的倍数"


def _passed(component: Component, value: Any, today: date | None) -> str | None:
    if component.type != "datetime" or not component.settings.get("disallowPassedDates") or today is None:
        return None
    day = value.date() if isinstance(value, datetime) else value
    return f"{{label}}不得早于今天（{today}）" if isinstance(day, date) and day < today else None


Check = Callable[[Component, Mapping[str, Any], Any], Iterator[str]]
_CHECKS: Final[Mapping[str, Check]] = {"textfield": _text, "textarea": _text, "number": _number}
