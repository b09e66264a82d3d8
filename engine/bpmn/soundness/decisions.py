"""Which ways a decision can take at all: what data decide is free, what they cannot change is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations

from engine.bpmn.elements.complex_gateway import ComplexDetails
from engine.bpmn.reading.parts import FlowPart, NodePart
from engine.bpmn.soundness.net import Edge
from engine.feel import Environment, FeelError, from_json

MAX_FREE = 6
"""Of up to so many free ways all combinations are tried; of more the small and the large ones."""
MAX_PAIRS = 40
"""Of more free ways than so many not even all pairs."""
_PHASE = ("waitingForStart",)
_COUNTERS = {("activationCount",), _PHASE}
_THEN = datetime(2000, 1, 1, tzinfo=UTC)  # conditions that read only counters do not ask for the time


def exclusive(flows: Sequence[FlowPart]) -> list[FlowPart]:
    """The flows that an exclusive gateway can take: not those behind one that always holds."""
    found = []
    for flow in flows:
        holds = always(flow)
        if flow.default or holds is False:
            continue
        found.append(flow)
        if holds:
            return found
    return found + [flow for flow in flows if flow.default]


def settled(flows: Sequence[FlowPart]) -> bool:
    """Does a condition say the same whatever the data, so that its own finding explains what is never taken?"""
    return any(flow.condition is not None and always(flow) is not None for flow in flows)


def inclusive(flows: Sequence[FlowPart]) -> list[FlowPart]:
    """The flows that a decision for one or several ways can take."""
    open_ = [flow for flow in flows if not flow.default and always(flow) is not False]
    sure = any(always(flow) for flow in open_)
    return open_ if sure else open_ + [flow for flow in flows if flow.default]


def always(flow: FlowPart) -> bool | None:
    """True or False if no data can change it."""
    if flow.default:
        return None
    if flow.condition is None:
        return True
    return flow.constant if isinstance(flow.constant, bool) else None


def combinations_of(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """The sets of ways that a decision for one or several can take at once."""
    sure = [edge for edge in edges if edge.always]
    free = [edge for edge in edges if not edge.always and not edge.default]
    for size in range(0 if sure else 1, len(free) + 1):
        small = size == 1 or (size == 2 and len(free) <= MAX_PAIRS)
        if len(free) <= MAX_FREE or small or size >= len(free) - 1:
            for chosen in combinations(free, size):
                yield [*sure, *chosen]
    if not sure:
        for edge in edges:
            if edge.default:
                yield [edge]


def repeats(node: NodePart) -> bool:
    """May a complex gateway take ways when it resets? Those with a condition, unless that asks for the phase."""
    conditions = [flow.condition for flow in node.outgoing if flow.condition is not None]
    return any(f.default for f in node.outgoing) or any(_PHASE not in c.variables for c in conditions)


def activation(node: NodePart) -> Callable[[int], bool | None]:
    """Whether a complex gateway goes on with so many tokens; None if only data know."""
    assert isinstance(node.details, ComplexDetails)
    expression = node.details.activation

    def activates(count: int) -> bool | None:
        if expression is None or not expression.variables <= _COUNTERS or expression.functions:
            return None
        known = {"activationCount": from_json(count), "waitingForStart": True}
        try:
            return expression.evaluate(known, Environment(now=_THEN)) is True
        except FeelError:
            return None

    return activates
