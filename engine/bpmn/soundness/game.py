"""The token game on a net: which markings follow one.

A marking is the sorted tuple of the places where tokens are. Three markings stand for more than tokens: the
empty one (the scope has ended), LEFT and SPINNING.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from enum import IntEnum
from itertools import combinations
from typing import NamedTuple

from engine.bpmn.soundness.decisions import combinations_of
from engine.bpmn.soundness.net import LATE_JOINS, WAITING, Act, Edge, Kind, Net, Vertex
from engine.bpmn.soundness.reaching import Reaching


class On(IntEnum):
    """What a token does at its place."""

    EDGE = 0  # work on a way
    VERTEX = 1  # it stands at a split
    ARRIVED = 2  # it waits at a join, having come by this edge
    REST = 3  # what a complex join remembers until it resets; `said` are the ways that it has consumed


class Place(NamedTuple):
    """Where a token is. `said`: which events that do not interrupt have come, as a bit mask."""

    on: On
    number: int
    said: int = 0


Marking = tuple[Place, ...]
ENDED: Marking = ()
LEFT: Marking = (Place(On.REST, -1),)
SPINNING: Marking = (Place(On.REST, -2),)
PASSES = 3  # so often may one move pass the same way before it counts as endless


class Move(NamedTuple):
    """One thing that can happen: its steps, what is next, and whether it needs something from outside."""

    acts: tuple[Act, ...]
    after: Marking
    outside: bool


class Game:
    """All moves in a net that is numbered."""

    def __init__(self, net: Net) -> None:
        self.edges = net.number()
        self.vertices = net.vertices
        self._late = [v for v in self.vertices if v.kind in LATE_JOINS]
        self._reach = {v.number: Reaching(v, len(self.edges)) for v in self._late}
        self.taken: set[int] = set()  # the edges that some move has passed

    def begin(self, start: Vertex) -> tuple[tuple[Act, ...], Marking]:
        """The steps and the marking with which the scope begins here."""
        return self._moved([], start.outs, [])

    def moves(self, marking: Marking, *, every: bool) -> list[Move]:
        """What can happen next. Unless `every`, of moves that cannot disturb each other only the rearmost."""
        if marking in (LEFT, SPINNING):
            return []
        confluent = self._confluent(marking)
        resting = sorted({p for p in marking if p.on in (On.EDGE, On.VERTEX)}, key=self._rank)
        ready = [v for v in self._late if self._released(v, marking)]
        if confluent and not every:
            return self._rearmost(marking, resting, ready)
        at_once = [p for p in resting if not self.waits(p)]
        if at_once:
            return list(self._leave(marking, at_once[0]))
        if ready:
            return [move for vertex in ready for move in self._release(vertex, marking)]
        return [move for place in resting for move in self._leave(marking, place)]

    def waits(self, place: Place) -> bool:
        """Does what happens here next come from outside?"""
        if place.on is On.EDGE:
            return self.edges[place.number].waits
        return place.on is On.VERTEX and self.vertices[place.number].kind in WAITING

    def effect(self, place: Place) -> str | None:
        """The element that is done twice if two tokens are here."""
        if place.on is On.EDGE:
            return self.edges[place.number].effect
        waits = place.on is On.VERTEX and self.waits(place)
        return self.vertices[place.number].element if waits else None

    def gate(self, place: Place) -> Vertex:
        """The join at which a token waits."""
        return self.vertices[place.number] if place.on is On.REST else self.edges[place.number].target

    def _rearmost(self, marking: Marking, resting: list[Place], ready: list[Vertex]) -> list[Move]:
        if ready and (not resting or ready[0].rank < self._rank(resting[0])):
            return list(self._release(ready[0], marking))
        return list(self._leave(marking, resting[0])) if resting else []

    def _rank(self, place: Place) -> int:
        return self.edges[place.number].source.rank if place.on is On.EDGE else place.number

    # --- a token leaves the place where it rests

    def _leave(self, marking: Marking, place: Place) -> Iterator[Move]:
        rest = list(marking)
        rest.remove(place)
        outside = self.waits(place)
        if place.on is On.EDGE:
            edge = self.edges[place.number]
            acts = list(edge.acts)
            yield Move(*self._moved(rest, [], acts, arriving=edge), outside)
            return
        vertex = self.vertices[place.number]
        if vertex.kind is Kind.SOME:
            for chosen in combinations_of(vertex.outs):
                yield Move(*self._moved(rest, chosen, []), outside)
            return
        for index, edge in enumerate(vertex.outs):
            if not edge.keeps:
                yield Move(*self._moved(rest, [edge], []), outside)
            elif not place.said >> index & 1:
                stays = Place(On.VERTEX, place.number, place.said | 1 << index)
                yield Move(*self._moved([*rest, stays], [edge], []), outside)

    def _moved(
        self, rest: Iterable[Place], ways: Iterable[Edge], acts: list[Act], arriving: Edge | None = None
    ) -> tuple[tuple[Act, ...], Marking]:
        after = self._go(list(rest), ways, acts, arriving)
        return tuple(acts), after

    def _go(
        self, tokens: list[Place], ways: Iterable[Edge], acts: list[Act], arriving: Edge | None = None
    ) -> Marking:
        """Let tokens go along these ways until all of them rest."""
        todo, passed = deque(ways), Counter[int]()
        if arriving is not None and not self._arrive(arriving, tokens, todo):
            return ENDED if arriving.target.kind is Kind.CLEAR else LEFT
        while todo:
            edge = todo.popleft()
            self.taken.add(edge.number)
            passed[edge.number] += 1
            if passed[edge.number] > PASSES:
                return SPINNING
            acts += edge.enter
            if edge.rests:
                tokens.append(Place(On.EDGE, edge.number))
            elif not self._arrive(edge, tokens, todo):
                return ENDED if edge.target.kind is Kind.CLEAR else LEFT
        return tuple(sorted(tokens))

    def _arrive(self, edge: Edge, tokens: list[Place], todo: deque[Edge]) -> bool:
        """A token comes to the end of a way. False if that ends all."""
        vertex = edge.target
        match vertex.kind:
            case Kind.CLEAR | Kind.LEAVE:
                return False
            case Kind.MERGE | Kind.FORK:
                todo += vertex.outs
            case Kind.JOIN:
                tokens.append(Place(On.ARRIVED, edge.number))
                came = [Place(On.ARRIVED, e.number) for e in vertex.ins]
                if all(place in tokens for place in came):
                    for place in came:
                        tokens.remove(place)
                    todo += vertex.outs
            case Kind.GATHER | Kind.COMPLEX:
                tokens.append(Place(On.ARRIVED, edge.number))
            case Kind.CHOICE | Kind.SOME | Kind.RACE | Kind.HOST:
                tokens.append(Place(On.VERTEX, vertex.number))
        return True

    # --- inclusive and complex joins

    def _confluent(self, marking: Marking) -> bool:
        """Is it all the same in which order the tokens move?

        It is if no inclusive join can be reached by two of them of which one could come by several ways.
        """
        for vertex in self._late:
            reach = self._reach[vertex.number]
            near = [p for p in marking if self._bit(p) & reach.anyhow or self._at(vertex, p)]
            if len(near) > 1 and (
                vertex.kind is Kind.COMPLEX
                or any(reach.ways(self._bit(p)) > 1 for p in near if not self._at(vertex, p))
            ):
                return False
        return True

    def _at(self, vertex: Vertex, place: Place) -> bool:
        return place.on in (On.ARRIVED, On.REST) and self.gate(place) is vertex

    def _bit(self, place: Place) -> int:
        if place.on is On.EDGE:
            return 1 << place.number
        number = place.number if place.on is On.VERTEX else self.gate(place).number
        return 1 << len(self.edges) + number

    def _arrived(self, vertex: Vertex, marking: Marking) -> list[int]:
        return [e.number for e in vertex.ins if Place(On.ARRIVED, e.number) in marking]

    def _awaited(self, vertex: Vertex, marking: Marking, arrived: list[int]) -> list[int]:
        places = 0
        for place in marking:
            if not self._at(vertex, place):
                places |= self._bit(place)
        return self._reach[vertex.number].awaited(places, arrived)

    def _released(self, vertex: Vertex, marking: Marking) -> bool:
        arrived = self._arrived(vertex, marking)
        rest = self._rest(vertex, marking)
        if rest is not None:
            consumed = self._consumed(rest, vertex)
            return not self._awaited(vertex, marking, consumed + [n for n in arrived if n not in consumed])
        if vertex.kind is Kind.COMPLEX:
            return any(self._activates(vertex, count) for count in range(1, len(arrived) + 1))
        return bool(arrived) and not self._awaited(vertex, marking, arrived)

    def _release(self, vertex: Vertex, marking: Marking) -> Iterator[Move]:
        arrived = self._arrived(vertex, marking)
        rest = self._rest(vertex, marking)
        if rest is not None:
            late = [n for n in arrived if n not in self._consumed(rest, vertex)]
            yield Move(*self._moved(self._without(marking, late, rest), [], []), False)
        elif vertex.kind is Kind.GATHER:
            yield Move(*self._moved(self._without(marking, arrived), vertex.outs, []), False)
        else:
            yield from self._start(vertex, marking, arrived)

    def _start(self, vertex: Vertex, marking: Marking, arrived: list[int]) -> Iterator[Move]:
        """A complex join goes on with the tokens that came first, and collects the others from then on."""
        for count in range(1, len(arrived) + 1):
            holds = self._activates(vertex, count)
            for chosen in combinations(arrived, count) if holds else ():
                said = sum(1 << index for index, e in enumerate(vertex.ins) if e.number in chosen)
                rest = Place(On.REST, vertex.number, said)
                tokens = [*self._without(marking, chosen), rest]
                yield Move(*self._moved(tokens, vertex.outs, []), False)
            if holds and self._certain(vertex, count):
                return

    def _activates(self, vertex: Vertex, count: int) -> bool:
        assert vertex.activates is not None
        return vertex.activates(count) is not False

    def _certain(self, vertex: Vertex, count: int) -> bool:
        assert vertex.activates is not None
        return vertex.activates(count) is True

    def _rest(self, vertex: Vertex, marking: Marking) -> Place | None:
        return next((p for p in marking if p.on is On.REST and p.number == vertex.number), None)

    def _consumed(self, rest: Place, vertex: Vertex) -> list[int]:
        return [e.number for index, e in enumerate(vertex.ins) if rest.said >> index & 1]

    def _without(self, marking: Marking, arrived: Iterable[int], rest: Place | None = None) -> list[Place]:
        tokens = list(marking)
        for number in arrived:
            tokens.remove(Place(On.ARRIVED, number))
        if rest is not None:
            tokens.remove(rest)
        return tokens
