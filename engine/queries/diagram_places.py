"""Where in a diagram a finding belongs that names what is missing instead of the element that asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.bpmn.names import FLOW_NODES, local
from engine.errors import Finding
from engine.xml import line_of, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SEVERAL = re.compile(r"[,;，；、\s]+")


def placed(findings: Iterable[Finding], content: bytes) -> list[Finding]:
    """The findings of one file, those about a missing form, decision, process, handler or group at each element
    that names it; the others as they are. `content` has come through the door for XML before.
    """
    found = list(findings)
    if not any(finding.rule.startswith("missing-") for finding in found):
        return found
    root = parse_xml(content)
    known = {element.get("id") for element in root.iter()}
    named: dict[str, dict[str, Element]] = {}
    lanes = {
        (member.text or "").strip(): lane.get("name", "").strip()
        for lane in root.iter("{*}lane")
        for member in lane.iterchildren("{*}flowNodeRef")
    }
    for element in root.iter(*(f"{{*}}{tag}" for tag in FLOW_NODES)):
        key = element.get("id", "")
        for name in (*_names(element), lanes.get(key, "")):
            named.setdefault(name, {})[key] = element
    return [each for finding in found for each in _at(finding, known, named)]


def _at(finding: Finding, known: set[str | None], named: dict[str, dict[str, Element]]) -> Iterator[Finding]:
    wanted = finding.element
    if wanted is None or wanted in known or not finding.rule.startswith("missing-"):
        yield finding
        return
    places = named.get(wanted, {})
    if finding.rule == "missing-group":
        places = {key: element for key, element in places.items() if _asks_for_group(element, wanted)}
    if not places:
        yield finding
    for key, element in places.items():
        yield replace(finding, element=key, line=line_of(element))


def _asks_for_group(element: Element, group: str) -> bool:
    """A user task that names the group, or names nobody and so falls to its lane."""
    assigned = element.find("{*}extensionElements/{*}assignmentDefinition")
    nobody = assigned is None or not any(str(value).strip() for value in assigned.attrib.values())
    return local(element) == "userTask" and (nobody or group in _names(element))


def _names(element: Element) -> Iterator[str]:
    """Every word in the attributes of an element's extensions; what stands inside a sub-process is not its own."""
    for extension in element.iterchildren("{*}extensionElements"):
        for part in extension.iter():
            if local(part):
                for value in part.attrib.values():
                    yield from _SEVERAL.split(str(value))
