"""Reads the texts of a diagram: fixed ones, FEEL, and references to shared definitions."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from engine.bpmn.names import BPMN, ZEEBE, local
from engine.bpmn.report import Report
from engine.bpmn.values import Value, said, whole
from engine.feel import Expression, FeelError
from engine.feel import compile as compile_feel

_NAME = re.compile(r"[^\W\d]\w*")
_HOUSE_NAME = re.compile(r"[a-z][a-z0-9_]*")
REFERRED = {"message": "消息", "signal": "信号", "error": "错误", "escalation": "升级"}


class Reader:
    """One file being read: its report, its shared definitions, and every expression with its place."""

    def __init__(self, root: etree._Element, report: Report) -> None:
        self.report = report
        self.expressions: list[tuple[str, str, Expression]] = []
        self._own = root.get("targetNamespace")
        self._shared = {
            (kind, x.get("id")): x
            for kind in REFERRED
            for x in root.iterchildren(f"{BPMN}{kind}")
            if x.get("id")
        }

    def shared(self, kind: str, number: str | None, at: etree._Element) -> etree._Element | None:
        """The message, signal, error or escalation of this id; None, with a finding, if it is nowhere."""
        found = self._shared.get((kind, self._id(number, at)))
        if found is None:
            self.report.error("unresolved-reference", f"引用的{REFERRED[kind]}“{number or ''}”不存在。", at)
        return found

    def _id(self, number: str | None, at: etree._Element) -> str | None:
        """The id that a reference means: it may bear the prefix of the file's own namespace."""
        prefix, colon, rest = (number or "").partition(":")
        return rest if colon and at.nsmap.get(prefix) == self._own else number

    def value(
        self, text: str | None, where: str, at: etree._Element, types: Collection[str] = ()
    ) -> Value | None:
        """A fixed text, or FEEL after `=`; None if nothing is written."""
        text = (text or "").strip()
        if not text:
            return None
        if not text.startswith("="):
            return Value(text, where)
        expression = self.expression(text, where, at, types)
        return None if expression is None else Value(text, where, expression)

    def number(
        self, text: str | None, where: str, at: etree._Element, between: tuple[int, int]
    ) -> Value | None:
        """A whole number within these bounds, or FEEL that gives one."""
        found = self.value(text, where, at, ("number",))
        if found is not None and found.expression is None:
            try:
                whole(found.text, between)
            except ValueError:
                self.report.error("number", f"{said(between, where)}，写的是“{found.text}”。", at)
        return found

    def needed(
        self, text: str | None, where: str, at: etree._Element, types: Collection[str] = ()
    ) -> Value | None:
        """As `value`, with a finding if nothing is written."""
        if not (text or "").strip():
            self.report.error("missing-value", f"{where}没有填写。", at)
        return self.value(text, where, at, types)

    def fixed(self, text: str | None, where: str, at: etree._Element) -> str | None:
        """A text that may not be FEEL."""
        text = (text or "").strip()
        if text.startswith("="):
            self.report.error("fixed-text", f"{where}须是固定文字，不能是表达式。", at)
            return None
        return text or None

    def variable(self, text: str | None, where: str, at: etree._Element) -> str | None:
        """The name of a variable that the diagram sets."""
        name = self.fixed(text, where, at)
        if name is not None and not _NAME.fullmatch(name):
            self.report.error("variable-name", f"{where}“{name}”不是变量名。", at)
        elif name is not None and not _HOUSE_NAME.fullmatch(name):
            message = f"{where}“{name}”须用小写英文、数字和下划线，否则表单里用不了。"
            self.report.warning("variable-name", message, at)
        return name

    def expression(
        self, text: str | None, where: str, at: etree._Element, types: Collection[str] = ()
    ) -> Expression | None:
        """A FEEL expression after `=`; None, with a finding, if it is not one of the wanted types."""
        text = (text or "").strip()
        if not text.startswith("=") or not text[1:].strip():
            self.report.error("feel-expression", f"{where}须写成以“=”开头的 FEEL 表达式。", at)
            return None
        try:
            found = compile_feel(text[1:].strip())
        except FeelError as error:
            self.report.error("feel-syntax", f"{where}“{text}”不是正确的 FEEL 表达式：{error}", at)
            return None
        if types and found.type is not None and found.type not in types:
            wanted = "、".join(_TYPES.get(t, t) for t in types)
            is_now = _TYPES.get(found.type, found.type)
            self.report.error("feel-type", f"{where}“{text}”的结果是{is_now}，须是{wanted}。", at)
        self.expressions.append((_owner_id(at), where, found))
        return found


# Parts of an element that may have ids of their own, but are none of the elements a diagram shows.
_INNER = ("EventDefinition", "Expression", "Characteristics", "ondition")
_TYPES = {
    "boolean": "真或假",
    "string": "文字",
    "number": "数字",
    "date": "日期",
    "time": "时刻",
    "date and time": "日期时间",
    "days and time duration": "时长",
    "years and months duration": "年月时长",
    "list": "列表",
    "context": "上下文",
    "range": "区间",
    "function": "函数",
}


def _owner_id(at: etree._Element) -> str:
    """The id of the element or flow that an expression belongs to."""
    node: etree._Element | None = at
    while node is not None and not (node.tag.startswith(BPMN) and node.get("id")):
        node = node.getparent()
    while node is not None and local(node).endswith(_INNER):
        node = node.getparent()
    return "" if node is None else str(node.get("id"))


def zeebe(element: etree._Element, name: str) -> etree._Element | None:
    """One Zeebe extension of an element."""
    return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")
