"""The rules under `validate`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import re2

from engine.forms.findings import Findings
from engine.forms.vocabulary import VALIDATE, VALIDATION_TYPES


def parse_rules(raw: Any, kind: str, element: str, findings: Findings) -> dict[str, Any]:
    """The rules by name, numbers as they stand or as an expression; empty ones are left out."""
    if not isinstance(raw, Mapping):
        findings.say("form-rule", element, "validate 应是一组规则")
        return {}
    allowed = VALIDATE.get(kind, frozenset({"required"}))
    rules: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in allowed:
            findings.say(
                "form-rule", element, f"组件 {kind} 不支持校验规则 {name}；可用：{'、'.join(sorted(allowed))}"
            )
        elif value is not None and value is not False and value != "":
            rules[name] = _rule(name, value, element, findings)
    return rules


def _rule(name: str, value: Any, element: str, findings: Findings) -> Any:
    where = f"validate.{name}"
    if name == "required":
        if value is not True:
            findings.say("form-rule", element, f"{where} 应是 true 或 false")
    elif name == "pattern":
        _check_pattern(value, element, findings)
    elif name == "validationType":
        if value not in VALIDATION_TYPES:
            known = "、".join(sorted(VALIDATION_TYPES))
            findings.say("form-rule", element, f"{where} 不认识“{value}”；可用：{known}")
    elif isinstance(value, str) and value.startswith("="):
        return findings.expression(element, where, value, "number")
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        findings.say("form-rule", element, f"{where} 应是数字")
    elif name.endswith("Length") and (value != int(value) or value < 0):
        findings.say("form-rule", element, f"{where} 应是不小于 0 的整数")
    return value


def _check_pattern(pattern: Any, element: str, findings: Findings) -> None:
    """RE2 is the judge, because it is also the one that checks submissions: no look-around, no backtracking."""
    try:
        re2.compile(pattern)
    except (re2.error, TypeError) as error:
        findings.say("form-rule", element, f"validate.pattern 不是可用的正则表达式：{error}")
