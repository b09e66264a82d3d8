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
from engine.sentence import Sentence

_EMAIL: Final = re2.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_PHONE: Final = re2.compile(r"^\+?[0-9][0-9 -]{5,18}[0-9]$")

_WHEN: Final[Mapping[str, str]] = {"time": "09:30", "datetime": "2026-09-24 09:30"}
_CHOOSE: Final = Sentence("请选择{label}")
_CHOOSE_SOME: Final = Sentence("请至少选择一项{label}")
_MISSING: Final[Mapping[str, Sentence]] = {
    "checkbox": Sentence("请勾选“{label}”"),
    "radio": _CHOOSE,
    "select": _CHOOSE,
    "checklist": _CHOOSE_SOME,
    "taglist": _CHOOSE_SOME,
    "filepicker": Sentence("请上传{label}"),
}


def is_empty(value: Any) -> bool:
    """Whether a field was left empty; a box that is not ticked is."""
    return value is None or value is False or value == [] or value == ""


def broken(
    component: Component, value: Any, scope: Mapping[str, Any], env: Environment, today: date | None
) -> Sentence | None:
    """The first rule that the value breaks, as a sentence with a hole {label}; None if it keeps them all."""
    if is_empty(value):
        return _missing(component) if component.validate.get("required") else None
    rules = {name: _resolved(rule, scope, env) for name, rule in component.validate.items()}
    check = _CHECKS.get(component.type)
    complaints = check(component, rules, value) if check else iter(())
    late = _passed(component, value, today)
    return late or next(complaints, None)


def _missing(component: Component) -> Sentence:
    if component.type == "datetime":
        like = _WHEN.get(component.settings.get("subtype", ""), "2026-09-24")
        return Sentence("请填写{label}，例如 {like}", like=like)
    return _MISSING.get(component.type, Sentence("请填写{label}"))


def _resolved(rule: Any, scope: Mapping[str, Any], env: Environment) -> Any:
    """A rule's number; an expression that gives none sets no bound."""
    if not isinstance(rule, Expression):
        return rule
    value = rule.evaluate(scope, env)
    return value if isinstance(value, Decimal) else None


def _text(component: Component, rules: Mapping[str, Any], value: str) -> Iterator[Sentence]:
    least, most = rules.get("minLength"), rules.get("maxLength")
    if most is not None and len(value) > most:
        yield Sentence("{label}不得超过 {most} 字，现在是 {length} 字", most=shown(most), length=len(value))
    if least is not None and len(value) < least:
        yield Sentence(
            "{label}不得少于 {least} 字，现在是 {length} 字", least=shown(least), length=len(value)
        )
    pattern = rules.get("pattern")
    if pattern and not re2.search(pattern, value):
        hint = component.description
        yield (
            Sentence("{label}的格式不正确（{hint}）", hint=hint) if hint else Sentence("{label}的格式不正确")
        )
    yield from _typed(rules.get("validationType"), value)


def _typed(kind: str | None, value: str) -> Iterator[Sentence]:
    if kind == "email" and not _EMAIL.search(value):
        yield Sentence("{label}应是电子邮箱，例如 office@example.cn")
    if kind == "phone" and not _PHONE.search(value):
        yield Sentence("{label}应是电话号码，例如 021-55550000")
    if kind == "uscc" and (fault := uscc.fault(value)):
        yield fault


def _number(component: Component, rules: Mapping[str, Any], value: Decimal) -> Iterator[Sentence]:
    least, most = rules.get("min"), rules.get("max")
    if least is not None and value < least:
        yield Sentence("{label}不得小于 {least}", least=shown(Decimal(least)))
    if most is not None and value > most:
        yield Sentence("{label}不得大于 {most}", most=shown(Decimal(most)))
    places = component.settings.get("decimalDigits")
    exponent = value.normalize().as_tuple().exponent
    if isinstance(places, int) and isinstance(exponent, int) and -exponent > places:
        yield Sentence("{label}最多保留 {n} 位小数", n=places) if places else Sentence("{label}应是整数")
    step = component.settings.get("increment")
    if isinstance(step, int) and step > 0 and value % step:
        yield Sentence("{label}应是 {step} 的倍数", step=step)


def _passed(component: Component, value: Any, today: date | None) -> Sentence | None:
    if component.type != "datetime" or not component.settings.get("disallowPassedDates") or today is None:
        return None
    day = value.date() if isinstance(value, datetime) else value
    late = isinstance(day, date) and day < today
    return Sentence("{label}不得早于今天（{today}）", today=today) if late else None


Check = Callable[[Component, Mapping[str, Any], Any], Iterator[Sentence]]
_CHECKS: Final[Mapping[str, Check]] = {"textfield": _text, "textarea": _text, "number": _number}
