"""The options of radio, select and checklist: written out, a list variable, or an expression."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from engine.feel import compile
from engine.forms.component import Choices, Option
from engine.forms.findings import Findings
from engine.forms.options import as_posted
from engine.forms.vocabulary import PATH

_SOURCES: Final = ("values", "valuesKey", "valuesExpression")


def parse_choices(raw: Mapping[str, Any], element: str, findings: Findings) -> Choices:
    """Exactly one source of options."""
    given = [name for name in _SOURCES if raw.get(name)]
    if len(given) != 1:
        findings.say("form-options", element, f"请用 {'、'.join(_SOURCES)} 之一给出选项")
        return Choices()
    source = raw[given[0]]
    if given[0] == "valuesExpression":
        return Choices(expression=findings.expression(element, "valuesExpression", source, "list"))
    if given[0] == "valuesKey":
        return _variable(source, element, findings)
    return Choices(fixed=_written(source, element, findings))


def _variable(source: Any, element: str, findings: Findings) -> Choices:
    if not isinstance(source, str) or not PATH.fullmatch(source):
        findings.say("form-key", element, f"valuesKey“{source}”应是变量名")
        return Choices()
    return Choices(expression=compile(source))


def _written(source: Any, element: str, findings: Findings) -> tuple[Option, ...]:
    options = [_option(item) for item in source] if isinstance(source, list) else [None]
    if None in options:
        findings.say("form-options", element, "values 的每一项应写成 {label: 文字, value: 值}")
    found = tuple(option for option in options if option is not None)
    if len({as_posted(option.value) for option in found}) < len(found):
        findings.say("form-options", element, "选项的值重复")
    return found


def _option(item: Any) -> Option | None:
    if not isinstance(item, Mapping) or item.keys() != {"label", "value"}:
        return None
    label, value = item["label"], item["value"]
    if not isinstance(label, str) or not isinstance(value, str | int | Decimal):
        return None
    number = isinstance(value, int) and not isinstance(value, bool)
    return Option(label, Decimal(value) if number else value)
