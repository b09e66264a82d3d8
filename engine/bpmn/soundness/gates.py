"""The joins that ask where all other tokens are: inclusive and complex gateways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.marking import Marking, On, Place
from engine.bpmn.soundness.net import LATE_JOINS, Edge, Kind, Vertex
from engine.bpmn.soundness.reaching import Reaching


class Gates:
    """The joins of one numbered net."""

    def __init__(self, vertices: Sequence[Vertex], edges: Sequence[Edge], budget: Budget) -> None:
        self._vertices, self._edges, self._budget = vertices, edges, budget
        self._late = [v for v in vertices if v.kind in LATE_JOINS]
        self._reach = {v.number: Reaching(v, len(edges), budget) for v in self._late}
        self._complex = sum(1 << i for i, v in enumerate(self._late) if v.kind is Kind.COMPLEX)
        self._near: dict[tuple[On, int], tuple[int, int]] = {}
        self._ways = sum(len(v.ins) for v in self._late)

    def at(self, place: Place) -> Vertex:
        """The join at which a token waits."""
        return self._vertices[place.number] if place.on is On.REST else self._edges[place.number].target

    def confluent(self, marking: Marking) -> bool:
        """Is it all the same in which order the tokens move?

        It is if no inclusive join can be reached by two of them of which one could come by several ways or
        unseen, and no complex join by two.
        """
        if not self._late:
            return True
        once = twice = loose = 0
        for place in marking:
            near, unsettled = self._around(place)
            twice |= once & near
            once |= near
            loose |= unsettled
        return not twice & (loose | self._complex)

    def ready(self, marking: Marking) -> list[Vertex]:
        """The joins that go on now, the rearmost first."""
        if not self._late:
            return []
        here = {self.at(place).number for place in marking if _waits(place)}
        return [v for v in self._late if v.number in here and self._released(v, marking)]

    def release(self, vertex: Vertex, marking: Marking) -> Iterator[tuple[list[Place], list[Edge]]]:
        """Which tokens stay and which ways are taken when a join goes on."""
        arrived = _arrived(vertex, marking)
        rest = _rest(vertex, marking)
        if rest is not None:
            late = [n for n in arrived if n not in _consumed(rest, vertex)]
            yield _without(marking, late, rest), []
            if vertex.again:
                yield _without(marking, late, rest), vertex.outs
        elif vertex.kind is Kind.GATHER:
            yield _without(marking, arrived), vertex.outs
        else:
            yield from self._start(vertex, marking, arrived)

    def _start(
        self, vertex: Vertex, marking: Marking, arrived: list[int]
    ) -> Iterator[tuple[list[Place], list[Edge]]]:
        """A complex join goes on with the tokens that came first, and collects the others from then on."""
        for count in range(1, len(arrived) + 1):
            holds = _activates(vertex, count)
            for chosen in combinations(arrived, count) if holds is not False else ():
                said = sum(1 << index for index, e in enumerate(vertex.ins) if e.number in chosen)
                yield [*_without(marking, chosen), Place(On.REST, vertex.number, said)], vertex.outs
            if holds:
                return

    def _released(self, vertex: Vertex, marking: Marking) -> bool:
        arrived = _arrived(vertex, marking)
        rest = _rest(vertex, marking)
        if rest is not None:
            consumed = _consumed(rest, vertex)
            return not self._awaited(vertex, marking, consumed + [n for n in arrived if n not in consumed])
        if vertex.kind is Kind.COMPLEX:
            return any(_activates(vertex, count) is not False for count in range(1, len(arrived) + 1))
        return bool(arrived) and not self._awaited(vertex, marking, arrived)

    def _awaited(self, vertex: Vertex, marking: Marking, arrived: list[int]) -> list[int]:
        self._budget.spend(len(marking))
        places = 0
        for place in marking:
            if not self._at(vertex, place):
                places |= self._bit(place)
        return self._reach[vertex.number].awaited(places, arrived)

    def _around(self, place: Place) -> tuple[int, int]:
        """The inclusive and complex joins that a token at this place can come to, and those not surely so."""
        found = self._near.get(place[:2])
        if found is None:
            self._budget.spend(self._ways)
            bit, near, loose = self._bit(place), 0, 0
            for index, vertex in enumerate(self._late):
                reach, waits = self._reach[vertex.number], self._at(vertex, place)
                near |= (waits or bool(reach.anyhow & bit)) << index
                loose |= (not waits and not reach.settled(bit)) << index
            found = self._near[place[:2]] = near, loose
        return found

    def _at(self, vertex: Vertex, place: Place) -> bool:
        return _waits(place) and self.at(place) is vertex

    def _bit(self, place: Place) -> int:
        if place.on is On.EDGE:
            return 1 << place.number
        number = place.number if place.on is On.VERTEX else self.at(place).number
        return 1 << len(self._edges) + number


def _waits(place: Place) -> bool:
    return place.on in (On.ARRIVED, On.REST)


def _activates(vertex: Vertex, count: int) -> bool | None:
    """Whether a complex join goes on with so many tokens; None if only data know."""
    assert vertex.activates is not None
    return vertex.activates(count)


def _arrived(vertex: Vertex, marking: Marking) -> list[int]:
    return [e.number for e in vertex.ins if Place(On.ARRIVED, e.number) in marking]


def _rest(vertex: Vertex, marking: Marking) -> Place | None:
    return next((p for p in marking if p.on is On.REST and p.number == vertex.number), None)


def _consumed(rest: Place, vertex: Vertex) -> list[int]:
    return [e.number for index, e in enumerate(vertex.ins) if rest.said >> index & 1]


def _without(marking: Marking, arrived: Iterable[int], rest: Place | None = None) -> list[Place]:
    tokens = list(marking)
    for number in arrived:
        tokens.remove(Place(On.ARRIVED, number))
    if rest is not None:
        tokens.remove(rest)
    return tokens
