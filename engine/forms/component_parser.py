"""One component of a .form file: its properties against the table of what is supported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel import Expression
from engine.forms.browser import MAX_ROWS
from engine.forms.choices_parser import parse_choices
from engine.forms.component import Component
from engine.forms.findings import Findings
from engine.forms.rules_parser import parse_rules
from engine.forms.templates import faults
from engine.forms.vocabulary import (
    AUTOCOMPLETE,
    CHOICES,
    COMPONENTS,
    CONTAINERS,
    INPUTS,
    OWN_PROPERTIES,
    PATH,
    READERS,
    SUBTYPES,
    VIEW,
    VIEWED,
)

Raw = Mapping[str, Any]
_TAKEN = frozenset(
    {"type", "id", "key", "label", "description", "path", "components", "validate", "values"}
) | {
    "valuesKey",
    "valuesExpression",
    "defaultValue",
    "conditional",
    "readonly",
    "expression",
    "dataSource",
    "properties",
}


_TYPED = ("textfield", "textarea")


def parse_component(raw: Raw, findings: Findings) -> Component | None:
    """The component without its children; None if its type is not supported."""
    kind, element = raw.get("type"), str(raw.get("id") or raw.get("key") or "")
    if not isinstance(kind, str) or kind not in COMPONENTS:
        supported = "、".join(COMPONENTS)
        findings.say("form-component", element, f"不支持组件 {kind}；可用：{supported}")
        return None
    if not element:
        findings.say("form-id", None, f"{kind} 组件缺少 id")
    _check_properties(raw, kind, element, findings)
    return _Reader(raw, kind, element, findings).read()


def _check_properties(raw: Raw, kind: str, element: str, findings: Findings) -> None:
    for name in sorted(raw.keys() - COMPONENTS[kind]):
        findings.say("form-property", element, f"组件 {kind} 不支持属性 {name}，请删除")
    own = raw.get("properties", {})
    if not isinstance(own, Mapping) or not all(isinstance(value, str) for value in own.values()):
        findings.say("form-property", element, "properties 应是一组文字")
        return
    for name in sorted(own.keys() - OWN_PROPERTIES):
        findings.say(
            "form-property", element, f"不认识的自定义属性 {name}；可用：{'、'.join(sorted(OWN_PROPERTIES))}"
        )
    purpose = own.get("autocomplete")
    if purpose is not None and not (kind in _TYPED and purpose in AUTOCOMPLETE):
        known = "、".join(sorted(AUTOCOMPLETE))
        findings.say(
            "form-property", element, f"autocomplete“{purpose}”只能用于 {'、'.join(_TYPED)}；可用：{known}"
        )
    reader = own.get("reader")
    if reader is not None and not (kind in INPUTS and reader in READERS):
        findings.say("form-property", element, f"reader“{reader}”只能写 owner，用于填写的字段")
    view = own.get("view")
    if view is not None and not (kind in VIEWED and VIEW.fullmatch(view)):
        findings.say(
            "form-property", element, f"view“{view}”只能用于 {'、'.join(sorted(VIEWED))}，写小写字母和连字符"
        )


class _Reader:
    def __init__(self, raw: Raw, kind: str, element: str, findings: Findings) -> None:
        self.raw, self.kind, self.element, self.findings = raw, kind, element, findings

    def read(self) -> Component:
        return Component(
            type=self.kind,
            id=self.element,
            key=self._key(),
            label=self._template("label"),
            description=self._template("description"),
            path=self._path(),
            validate=parse_rules(self.raw.get("validate", {}), self.kind, self.element, self.findings),
            choices=parse_choices(self.raw, self.element, self.findings) if self.kind in CHOICES else None,
            default=self.raw.get("defaultValue"),
            hide=self._hide(),
            readonly=self._readonly(),
            expression=self._expression(),
            settings=self._settings(),
            properties=dict(self.raw.get("properties", {})),
        )

    def _say(self, rule: str, message: str) -> None:
        self.findings.say(rule, self.element, message)

    def _key(self) -> str | None:
        if "key" not in COMPONENTS[self.kind]:
            return None
        key = self.raw.get("key")
        if not isinstance(key, str) or not key:
            self._say("form-key", f"{self.kind} 组件缺少 key（变量名）")
            return None
        return key

    def _path(self) -> tuple[str, ...]:
        path = self.raw.get("path", "") if self.kind in CONTAINERS else ""
        if path == "" and self.kind != "dynamiclist":
            return ()
        if not isinstance(path, str) or not PATH.fullmatch(path):
            self._say("form-key", f"path“{path}”只能用小写字母、数字和下划线，并以字母开头，各级用点隔开")
            return ()
        return tuple(path.split("."))

    def _template(self, name: str) -> str:
        template = self.raw.get(name) or ""
        if not isinstance(template, str):
            self._say("form-text", f"{name} 应是文字")
            return ""
        if template.startswith("="):
            self.findings.expression(self.element, name, template)
        for hole in faults(template):
            self._say("form-text", f"{name} 里的 {{{{{hole}}}}} 不支持，只能写 {{{{变量名}}}}")
        return template

    def _hide(self) -> Expression | None:
        conditional = self.raw.get("conditional") or {}
        if not isinstance(conditional, Mapping) or conditional.keys() - {"hide"}:
            self._say("form-property", "conditional 只支持 hide")
            return None
        hide = conditional.get("hide")
        return self.findings.expression(self.element, "conditional.hide", hide, "boolean") if hide else None

    def _readonly(self) -> bool | Expression:
        readonly = self.raw.get("readonly", False)
        disabled = self.raw.get("disabled", False)
        if not isinstance(disabled, bool):
            self._say("form-property", "disabled 应是 true 或 false")
        if isinstance(readonly, bool):
            return readonly or disabled is True
        return self.findings.expression(self.element, "readonly", readonly, "boolean") or False

    def _expression(self) -> Expression | None:
        name = {"expression": "expression", "table": "dataSource"}.get(self.kind)
        if name is None:
            return None
        return self.findings.expression(self.element, name, self.raw.get(name))

    def _settings(self) -> dict[str, Any]:
        settings = {name: value for name, value in self.raw.items() if name not in _TAKEN}
        if self.kind == "text":
            settings["text"] = self._template("text")
        if self.kind == "datetime" and self.raw.get("subtype", "date") not in SUBTYPES:
            self._say("form-property", f"日期组件的 subtype 只能是 {'、'.join(SUBTYPES)}")
        if self.kind == "table":
            self._check_columns()
        self._check_settings(settings)
        return settings

    def _check_settings(self, settings: Raw) -> None:
        """Numbers and switches that checks rely on."""
        for name, most in (("decimalDigits", 30), ("defaultRepetitions", MAX_ROWS)):
            value = settings.get(name, 0)
            if not isinstance(value, int) or not 0 <= value <= most:
                self._say("form-property", f"{name} 应是 0 至 {most} 的整数")
        for name in ("allowAddRemove", "multiple", "disallowPassedDates"):
            if not isinstance(settings.get(name, False), bool):
                self._say("form-property", f"{name} 应是 true 或 false")
        if settings.get("isRepeating", True) is not True:
            self._say("form-property", "列表的 isRepeating 应是 true；不重复的内容请用 group")

    def _check_columns(self) -> None:
        columns = self.raw.get("columns")
        good = isinstance(columns, list) and columns
        if not good or not all(
            isinstance(c, Mapping) and {"key", "label"} <= c.keys() for c in columns or ()
        ):
            self._say("form-property", "表格的 columns 应列出各列的 key 和 label")
