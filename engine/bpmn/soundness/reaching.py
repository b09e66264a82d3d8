"""From which places a token can come to each way into an inclusive join, as the engine counts it (13.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.bpmn.soundness.net import Edge, Vertex


@dataclass(frozen=True, slots=True)
class Reach:
    """Bit masks over edges (first) and vertices (after them): by flows only, and also by boundary events."""

    by_flows: int
    anyhow: int


class Reaching:
    """The reach of every way into one inclusive or complex join."""

    def __init__(self, gate: Vertex, edges: int) -> None:
        self._edges = edges
        self.of = {edge.number: self._behind(edge, gate) for edge in gate.ins}
        self.anyhow = reduce(or_, (reach.anyhow for reach in self.of.values()), 0)

    def ways(self, place: int) -> int:
        """To how many ways into the join a token at this place can come."""
        return sum(1 for reach in self.of.values() if reach.anyhow & place)

    def awaited(self, places: int, arrived: Sequence[int]) -> list[int]:
        """The ways without a token to which one of the tokens at these places can still come."""
        here = reduce(or_, (self.of[number].by_flows for number in arrived), 0)
        coming = places & ~here
        return [n for n, reach in self.of.items() if n not in arrived and coming & reach.anyhow]

    def _behind(self, edge: Edge, gate: Vertex) -> Reach:
        return Reach(self._walk(edge, gate, events=False), self._walk(edge, gate, events=True))

    def _walk(self, edge: Edge, gate: Vertex, *, events: bool) -> int:
        mask, todo, seen = 0, [edge], {id(gate)}
        while todo:
            way = todo.pop()
            mask |= 1 << way.number
            source = way.source
            if (way.boundary and not events) or id(source) in seen:
                continue
            seen.add(id(source))
            mask |= 1 << self._edges + source.number
            todo += source.ins
        return mask
