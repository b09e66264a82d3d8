"""The parts of a diagram as they were read: scopes, flow nodes and flows, before they become specs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.multi_instance import MultiInstanceDetails
from engine.bpmn.elements.standard_loop import LoopDetails
from engine.bpmn.events import Compensate, Definition, Link
from engine.bpmn.names import local
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

    @cached_property
    def constant(self) -> Any:
        """What its condition gives whatever the data; None if data decide, or if it has none."""
        return None if self.condition is None else self.condition.constant()


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
    loop: MultiInstanceDetails | LoopDetails | None = None
    inside: ScopePart | None = None
    incoming: list[FlowPart] = field(default_factory=list)
    outgoing: list[FlowPart] = field(default_factory=list)
    boundaries: list[NodePart] = field(default_factory=list)
    handler: NodePart | None = None  # the activity that undoes this one

    @property
    def event(self) -> Definition | None:
        """Its event definition, if it is an event with one or a receive task."""
        return getattr(self.details, "event", None)

    @property
    def for_compensation(self) -> bool:
        return self.xml.get("isForCompensation") in ("true", "1")

    @property
    def undoable(self) -> bool:
        """Can it be undone once it has completed, by a handler or from the inside?"""
        inside = self.inside
        return self.handler is not None or (
            inside is not None and (inside.undoable or bool(inside.compensators))
        )

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

    @cached_property
    def undoable(self) -> bool:
        """Can anything in it be undone?"""
        return any(node.undoable for node in self.nodes.values())

    @cached_property
    def compensators(self) -> list[NodePart]:
        """Its compensation event sub-processes; one at most in a diagram without errors."""
        bodies = [n for n in self.nodes.values() if n.is_event_sub_process and n.inside is not None]
        return [n for n in bodies if any(isinstance(e, Compensate) for e in _starts(n))]

    @cached_property
    def links(self) -> list[tuple[str, NodePart]]:
        """Its link events, each with its name."""
        return [(n.event.name, n) for n in self.nodes.values() if isinstance(n.event, Link)]

    @cached_property
    def jumps(self) -> dict[str, NodePart]:
        """The id of each link throw event, with the catch event to which it jumps."""
        caught = {name: n for name, n in reversed(self.links) if n.tag == "intermediateCatchEvent"}
        thrown = [(name, n) for name, n in self.links if n.tag == "intermediateThrowEvent"]
        return {n.id: caught[name] for name, n in thrown if name in caught}

    @property
    def ad_hoc(self) -> bool:
        """Is this the inside of an ad-hoc sub-process?"""
        return local(self.xml) == "adHocSubProcess"

    @property
    def of_event(self) -> bool:
        """Is this the inside of an event sub-process?"""
        return self.xml.get("triggeredByEvent") in ("true", "1")


def _starts(body: NodePart) -> list[Definition | None]:
    """What the start events inside wait for."""
    inside = body.inside.nodes.values() if body.inside is not None else ()
    return [n.event for n in inside if n.tag == "startEvent"]
