"""From which places a token can come to each way into an inclusive join, as the engine counts it (13.4.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from operator import or_

from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.net import Edge, Vertex


class Reaching:
    """The reach of every way into one inclusive or complex join.

    Reaches are bit masks over edges (first) and vertices (after them): by flows alone, by events that interrupt
    an activity too, for which the join waits as well, and by those beside it, which come without its knowing.
    """

    def __init__(self, gate: Vertex, edges: int, budget: Budget) -> None:
        self._gate, self._edges, self._budget = gate, edges, budget

    @cached_property
    def anyhow(self) -> int:
        return reduce(or_, self._beside.values(), 0)

    def settled(self, place: int) -> bool:
        """Can a token at this place come by one way only, and does the join know of it?"""
        ways = [n for n, reach in self._beside.items() if reach & place]
        return len(ways) < 2 and all(self._interrupted[n] & place for n in ways)

    def awaited(self, places: int, arrived: Sequence[int]) -> list[int]:
        """The ways without a token to which one of the tokens at these places can still come."""
        coming = places & ~reduce(or_, (self._by_flows[number] for number in arrived), 0)
        thrown = places & ~reduce(or_, (self._interrupted[number] for number in arrived), 0)
        return [
            n
            for n, reach in self._interrupted.items()
            if n not in arrived and (coming & self._by_flows[n] or thrown & reach)
        ]

    @cached_property
    def _by_flows(self) -> dict[int, int]:
        return self._behind(lambda way: not way.boundary)

    @cached_property
    def _interrupted(self) -> dict[int, int]:
        return self._behind(lambda way: not way.keeps)

    @cached_property
    def _beside(self) -> dict[int, int]:
        return self._behind(lambda way: True)

    def _behind(self, follows: Callable[[Edge], bool]) -> dict[int, int]:
        return {edge.number: self._walk(edge, follows) for edge in self._gate.ins}

    def _walk(self, edge: Edge, follows: Callable[[Edge], bool]) -> int:
        bits = bytearray((self._edges * 3) // 8 + 1)  # a net has no more than twice as many vertices as edges
        todo, seen = [edge], {id(self._gate)}
        while todo:
            way = todo.pop()
            _set(bits, way.number)
            source = way.source
            if not follows(way) or id(source) in seen:
                continue
            seen.add(id(source))
            _set(bits, self._edges + source.number)
            todo += source.ins
        self._budget.spend(len(seen))
        return int.from_bytes(bits, "little")


def _set(bits: bytearray, place: int) -> None:
    bits[place >> 3] |= 1 << (place & 7)
