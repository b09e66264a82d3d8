"""Reads a .form file into components; every fault is found before anything is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from engine.errors import Finding, Refused
from engine.forms.component import Component, Form
from engine.forms.component_parser import parse_component
from engine.forms.findings import Findings
from engine.forms.vocabulary import CONTAINERS, FORM_KEYS, KEY

MAX_BYTES: Final = 512 * 1024
MAX_COMPONENTS: Final = 500
MAX_DEPTH: Final = 8


def parse_form(data: bytes, file: str = "") -> Form:
    """The form of a form-js file (Camunda Forms); raises `Refused` with all findings."""
    if len(data) > MAX_BYTES:
        raise Refused([Finding("form-size", f"表单文件超过 {MAX_BYTES // 1024} KB，请拆成几张表单", file)])
    schema = _load(data, file)
    findings = Findings(file, data.decode("utf-8-sig"))
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        findings.say("form-shape", None, "不是表单文件：缺少 components 列表")
        raise Refused(findings.found)
    form_id = schema.get("id")
    if not isinstance(form_id, str) or not form_id:
        findings.say("form-id", None, "表单缺少 id")
    for key in sorted(schema.keys() - FORM_KEYS):
        findings.say("form-property", None, f"不支持表单属性 {key}，请删除")
    components = _Tree(findings).read(schema["components"], 1, _Scope())
    if findings.found:
        raise Refused(findings.found)
    return Form(str(form_id), components, file, str(schema.get("name") or ""))


def _load(data: bytes, file: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise Refused([Finding("form-encoding", "文件不是 UTF-8 编码，请另存为 UTF-8", file)]) from error
    except json.JSONDecodeError as error:
        message = f"不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 个字符处无法读取"
        raise Refused([Finding("form-json", message, file, line=error.lineno)]) from error
    except RecursionError as error:
        raise Refused([Finding("form-json", "JSON 的层次太深，不像是表单", file)]) from error


class _Scope(dict[str, str]):
    """The keys taken at one level of the submission, with the component that took each."""

    def __init__(self) -> None:
        super().__init__()
        self.inner: dict[str, _Scope] = {}

    def at(self, path: tuple[str, ...]) -> _Scope:
        """The level that a container's path opens; groups may share one."""
        scope = self
        for name in path:
            scope = scope.inner.setdefault(name, _Scope())
        return scope


class _Tree:
    """Walks the raw tree, counting components and watching for ids and keys used twice."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.ids: set[str] = set()
        self.count = 0

    def read(self, raw: Any, depth: int, scope: _Scope) -> tuple[Component, ...]:
        if not isinstance(raw, list):
            self.findings.say("form-shape", None, "components 应是列表")
            return ()
        if depth > MAX_DEPTH:
            self.findings.say("form-depth", None, f"组件嵌套超过 {MAX_DEPTH} 层")
            return ()
        read = [self._one(item, depth, scope) for item in raw]
        return tuple(component for component in read if component is not None)

    def _one(self, raw: Any, depth: int, scope: _Scope) -> Component | None:
        self.count += 1
        if self.count == MAX_COMPONENTS + 1:
            self.findings.say("form-size", None, f"表单超过 {MAX_COMPONENTS} 个组件，请拆成几张表单")
        if self.count > MAX_COMPONENTS:
            return None
        if not isinstance(raw, Mapping):
            self.findings.say("form-shape", None, "components 里的每一项都应是一个组件")
            return None
        component = parse_component(raw, self.findings)
        if component is None:
            return None
        self._check_id(component)
        self._check_key(component, scope)
        if component.type not in CONTAINERS:
            return component
        return self._with_children(component, raw, depth, scope)

    def _with_children(
        self, component: Component, raw: Mapping[str, Any], depth: int, scope: _Scope
    ) -> Component:
        inner = scope.at(component.path)
        return replace(component, components=self.read(raw.get("components", []), depth + 1, inner))

    def _check_id(self, component: Component) -> None:
        if component.id in self.ids:
            self.findings.say("form-duplicate-id", component.id, f"组件编号“{component.id}”重复")
        self.ids.add(component.id)

    def _check_key(self, component: Component, scope: _Scope) -> None:
        key = component.key or (component.path[0] if component.path else None)
        if key is None:
            return
        if not KEY.fullmatch(key):
            message = f"变量名“{key}”只能用小写字母、数字和下划线，并以字母开头"
            self.findings.say("form-key", component.id, message)
        shares = component.type == "group" and scope.get(key) == "group"
        if key in scope and not shares:
            self.findings.say("form-duplicate-key", component.id, f"变量名“{key}”在表单中出现了两次")
        scope[key] = component.type
