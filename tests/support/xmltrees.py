"""Two XML files compared as trees: what one says and the other does not, with the place where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.xml import parse_xml

XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
DRAWING = ("{http://www.omg.org/spec/DD/", "{http://www.omg.org/spec/BPMN/20100524/DI}")
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FORMAL = f"{BPMN}tFormalExpression"


def lost(before: bytes, after: bytes) -> list[str]:
    """Every element, attribute and text of `before` that `after` lacks, once for each time; sorted.

    An element counts with its path of tags and ids. What may differ, because it says the same: order, indentation,
    prefixes, how a number of the drawing is spelt, a type written on a point of a line, and whether an expression is
    called `formalExpression` or `expression` of that type (it stands in its substitution group).
    """
    return sorted((Counter(_said(before)) - Counter(_said(after))).elements())


def _said(content: bytes) -> Iterator[str]:
    root = parse_xml(content)
    todo = [(root, "")]
    while todo:
        element, above = todo.pop()
        kind = _type(element)
        place = f"{above}/{_step(element, kind)}"
        yield place
        if kind and not element.tag.endswith(("}waypoint", "}expression")):
            yield f"{place} type {kind}"
        for name, value in element.attrib.items():
            if name == XSI_TYPE:
                continue
            yield f"{place} @{name}={_plain(value, drawing=element.tag.startswith(DRAWING))}"
        text = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
        if text:
            yield f"{place} “{text}”"
        todo += [(child, place) for child in element if isinstance(child.tag, str)]


def _type(element: Any) -> str:
    """The type that is written on an element, with its namespace."""
    prefix, _, local = element.get(XSI_TYPE, "").rpartition(":")
    return f"{{{element.nsmap.get(prefix or None)}}}{local}" if local else ""


def _step(element: Any, kind: str) -> str:
    tag = f"{BPMN}formalExpression" if element.tag == f"{BPMN}expression" and kind == FORMAL else element.tag
    key = element.get("id") or element.get("bpmnElement")
    return f"{tag}#{key}" if key else str(tag)


def _plain(value: str, *, drawing: bool) -> str:
    return f"{float(value):g}" if drawing and NUMBER.fullmatch(value) else value
