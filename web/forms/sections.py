"""A form in sections, and how far each of them is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.forms import Node
from engine.forms.rules import is_empty

MANY: Final = 3  # sections from which on one wants to know how far one is


def field_id(name: str) -> str:
    """The id of a field on the page: `cases[0].score` -> `f-cases-0-score`."""
    return "f-" + re.sub(r"[^a-z0-9_]+", "-", name).strip("-")


@dataclass(slots=True)
class Section:
    """A panel of the form: a group of the first level, or what stands between groups."""

    id: str
    title: str
    nodes: list[Node] = field(default_factory=list)

    @property
    def asked(self) -> list[Node]:
        """What has to be filled in here as things stand."""
        return [node for node in asked_in(self.nodes) if node.component.validate.get("required")]

    @property
    def missing(self) -> int:
        """How much of it is still empty."""
        return sum(is_empty(node.value) for node in self.asked)

    @property
    def wrong(self) -> int:
        """How many entries were refused."""
        return sum(node.fault is not None for node in shown_in(self.nodes))


def sections(nodes: Sequence[Node]) -> list[Section]:
    """The form's panels; hidden groups and panels without anything to show are left out."""
    found: list[Section] = []
    loose: Section | None = None
    for node in nodes:
        if node.component.type == "group" and node.label and not node.component.properties.get("view"):
            loose = None
            if node.shown:
                found.append(Section("s-" + field_id(node.name), node.label, node.nodes))
        elif node.shown:
            if loose is None:
                loose = Section("s-" + field_id(node.name), "")
                found.append(loose)
            loose.nodes.append(node)
    return found


def progress(nodes: Sequence[Node]) -> list[Section]:
    """The sections with a name, of a form that has so many that one wants to know how far one is."""
    named = [section for section in sections(nodes) if section.title]
    return named if len(named) >= MANY else []


def shown_in(nodes: Sequence[Node]) -> Iterator[Node]:
    """What is on the page of these nodes and all inside them."""
    for node in nodes:
        if node.shown:
            yield node
            yield from shown_in(node.nodes)
            for row in node.rows:
                yield from shown_in(row.nodes)


def asked_in(nodes: Sequence[Node]) -> Iterator[Node]:
    """The fields that somebody fills in. Blank rows that a list may do without ask nothing."""
    for node in nodes:
        if not node.shown:
            continue
        if node.component.is_input and not node.readonly:
            yield node
        yield from asked_in(node.nodes)
        fixed = node.component.settings.get("allowAddRemove") is False
        for number, row in enumerate(node.rows):
            if fixed or number == 0 or any(not is_empty(cell.value) for cell in asked_in(row.nodes)):
                yield from asked_in(row.nodes)
