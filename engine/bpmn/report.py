"""Gathers findings, so that one check names everything that is wrong at once."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.names import BPMN, FLOW_NODES, UNSUPPORTED_NODES, local
from engine.errors import Finding
from engine.xml import line_of

_SHARED = {"sequenceFlow", "process", "lane", "message", "signal", "error", "escalation"}
_ADDRESSABLE = FLOW_NODES | set(UNSUPPORTED_NODES) | _SHARED


class Report:
    """The findings of one file, each with the element that an owner sees in the diagram."""

    def __init__(self, file: str, house_rules: bool = True) -> None:
        self.file = file
        self._house_rules = house_rules
        self.findings: list[Finding] = []

    def error(self, rule: str, message: str, at: etree._Element | None = None) -> None:
        self._add(rule, message, at, "error")

    def house_error(self, rule: str, message: str, at: etree._Element | None = None) -> None:
        """What the standard or other engines let pass and this house does not: a warning without house rules."""
        self._add(rule, message, at, "error" if self._house_rules else "warning")

    def warning(self, rule: str, message: str, at: etree._Element | None = None) -> None:
        self._add(rule, message, at, "warning")

    @property
    def failed(self) -> bool:
        return any(f.severity == "error" for f in self.findings)

    def _add(self, rule: str, message: str, at: etree._Element | None, severity: str) -> None:
        element, line = (None, None) if at is None else (_element_id(at), line_of(at))
        self.findings.append(Finding(rule, message, self.file, element, line, severity))


def _element_id(at: etree._Element) -> str | None:
    """The id of the nearest element around that a diagram shows."""
    node: etree._Element | None = at
    while node is not None:
        if str(node.tag).startswith(BPMN) and local(node) in _ADDRESSABLE and node.get("id"):
            return node.get("id")
        node = node.getparent()
    return at.get("id")
