"""What the rewriting of a tree needs: names, extensions that are read and written, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conformance.bpmn import juel
from engine.errors import Finding

if TYPE_CHECKING:
    from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
FOREIGN = (
    "{http://camunda.org/schema/1.0/bpmn}",
    "{http://activiti.org/bpmn}",
    "{http://www.camunda.com/fox}",
)


def tag(element: etree._Element) -> str:
    """The name of a BPMN element; empty for everything else."""
    written = element.tag
    return written.removeprefix(BPMN) if isinstance(written, str) and written.startswith(BPMN) else ""


def foreign_name(name: object) -> str:
    """The local name of an attribute or element of the other engine; empty for everything else."""
    text = name if isinstance(name, str) else ""
    return next((text.removeprefix(space) for space in FOREIGN if text.startswith(space)), "")


class Tree:
    """One file being rewritten, with the findings that refuse it."""

    def __init__(self, root: etree._Element, file: str) -> None:
        self.root, self.file = root, file
        self.findings: list[Finding] = []

    def refuse(self, rule: str, message: str, at: etree._Element) -> None:
        """A finding at the nearest element with an id."""
        node: etree._Element | None = at
        while node is not None and not node.get("id"):
            node = node.getparent()
        element = None if node is None else node.get("id")
        self.findings.append(Finding(rule, message, self.file, element, at.sourceline))

    def take(self, element: etree._Element, name: str) -> str | None:
        """The text of another engine's attribute, which is taken away."""
        for space in FOREIGN:
            written: str | None = element.attrib.pop(f"{space}{name}", None)
            if written is not None:
                return written
        return None

    def value(self, text: str, at: etree._Element) -> str:
        """A fixed text, or `=` and FEEL; a finding if the expression cannot be translated."""
        try:
            return juel.value(text)
        except juel.NotTranslated as error:
            self.refuse("camunda-expression", str(error), at)
            return ""

    def feel(self, text: str, at: etree._Element) -> str:
        """`=` and FEEL for a text that is an expression even where it is fixed."""
        try:
            return f"={juel.expression(text)}"
        except juel.NotTranslated as error:
            self.refuse("camunda-expression", str(error), at)
            return ""

    def rewrite(self, element: etree._Element | None) -> None:
        """Translate the text of an element in its place."""
        if element is not None and juel.has_expression(element.text or ""):
            element.text = self.value(element.text or "", element)


def child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A new child element; `name` with its namespace."""
    made = parent.makeelement(name, attributes)
    parent.append(made)
    return made


def extend(element: etree._Element, name: str, **attributes: str) -> etree._Element:
    """Give an element a Zeebe extension, or more attributes to the one that it has."""
    extensions = element.find(f"{BPMN}extensionElements")
    if extensions is None:
        extensions = element.makeelement(f"{BPMN}extensionElements", {})
        element.insert(0, extensions)
    found = extensions.find(f"{ZEEBE}{name}")
    if found is None:
        return child(extensions, f"{ZEEBE}{name}", **attributes)
    found.attrib.update(attributes)
    return found


def has_extension(element: etree._Element, name: str) -> bool:
    """Does the element say this in the house's dialect already?"""
    return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}") is not None


def map_variable(element: etree._Element, kind: str, source: str, target: str) -> None:
    """An input or output mapping; `source` is `=` and FEEL."""
    child(extend(element, "ioMapping"), f"{ZEEBE}{kind}", source=source, target=target)


def extensions_of(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The extensions of the other engine on an element, by local name."""
    for found in element.iterfind(f"{BPMN}extensionElements/*"):
        if foreign_name(found.tag) in names:
            yield found


def texts(element: etree._Element, path: str) -> Iterator[str]:
    """The stripped texts of descendants, empty ones left out."""
    for found in element.iterfind(path):
        if (found.text or "").strip():
            yield found.text.strip()
