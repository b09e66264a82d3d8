"""Sequence flows, drawn from what was left open to what comes next."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from xml.etree import ElementTree as Tree

from tests.support.tokengame.elements import BPMN, add, written
from tests.support.tokengame.expressions import Expr

MADE = itertools.count()


@dataclass(frozen=True)
class Exit:
    """A flow that still lacks its target; `plain` if its source may have further flows beside it.

    Flows are written in the order in which they leave: exclusive gateways ask in this order (13.4.2).
    """

    source: Tree.Element
    condition: Expr | None = None
    default: bool = False
    plain: bool = False
    made: int = field(default_factory=lambda: next(MADE))


class Lines:
    """Collects flows, to be written behind all elements."""

    def __init__(self) -> None:
        self.flows: list[tuple[int, Tree.Element, Tree.Element]] = []

    def append_flows(self) -> None:
        """Write them, in the order in which they leave."""
        for _, into, flow in sorted(self.flows, key=lambda each: each[0]):
            into.append(flow)

    def connect(self, into: Tree.Element, exits: list[Exit], target: Tree.Element) -> None:
        """Draw the flows."""
        for each in exits:
            ends = {"sourceRef": each.source.attrib["id"], "targetRef": target.attrib["id"]}
            flow = Tree.Element(f"{{{BPMN}}}sequenceFlow", {"id": f"flow-{len(self.flows) + 1}", **ends})
            self.flows.append((each.made, into, flow))
            if each.condition is not None:
                add(flow, "conditionExpression").text = written(each.condition)
            if each.default:
                each.source.set("default", flow.attrib["id"])

    def merged(self, into: Tree.Element, exits: list[Exit], name: str) -> list[Exit]:
        """The same exits as one, through an exclusive gateway where they are several."""
        if len(exits) < 2:
            return exits
        return self.placed(into, exits, add(into, "exclusiveGateway", id=name))

    def placed(self, into: Tree.Element, exits: list[Exit], element: Tree.Element) -> list[Exit]:
        """The exit behind an element that all these exits lead to."""
        self.connect(into, exits, element)
        return [Exit(element)]
