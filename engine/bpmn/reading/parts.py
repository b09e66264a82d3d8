"""The parts of a diagram as they were read: scopes, flow nodes and flows, before they become specs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.multi_instance import MultiInstanceDetails
from engine.feel import Expression


@dataclass(eq=False)
class FlowPart:
    """One sequence flow; `source` and `target` are ids."""

    id: str
    source: str
    target: str
    name: str
    xml: etree._Element
    condition: Expression | None = None
    default: bool = False


@dataclass(eq=False)
class NodePart:
    """One flow node with its family's details and the class that gives it behaviour."""

    id: str
    tag: str
    name: str
    xml: etree._Element
    scope: ScopePart
    family: type[Any]
    details: Details
    loop: MultiInstanceDetails | None = None
    inside: ScopePart | None = None
    incoming: list[FlowPart] = field(default_factory=list)
    outgoing: list[FlowPart] = field(default_factory=list)
    boundaries: list[NodePart] = field(default_factory=list)

    @property
    def is_event_sub_process(self) -> bool:
        return self.tag == "subProcess" and self.xml.get("triggeredByEvent") in ("true", "1")


@dataclass(eq=False)
class ScopePart:
    """A process or the inside of a sub-process."""

    id: str
    xml: etree._Element
    parent: ScopePart | None = None
    nodes: dict[str, NodePart] = field(default_factory=dict)
    flows: dict[str, FlowPart] = field(default_factory=dict)
    lanes: dict[str, str] = field(default_factory=dict)

    def all(self) -> Iterator[ScopePart]:
        """This scope and all scopes inside, outside first."""
        yield self
        for node in self.nodes.values():
            if node.inside is not None:
                yield from node.inside.all()

    @property
    def of_event(self) -> bool:
        """Is this the inside of an event sub-process?"""
        return self.xml.get("triggeredByEvent") in ("true", "1")
