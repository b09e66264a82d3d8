"""The token game on a net: which markings follow one."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.decisions import combinations_of
from engine.bpmn.soundness.gates import Gates
from engine.bpmn.soundness.marking import ENDED, LEFT, SPINNING, Marking, On, Place
from engine.bpmn.soundness.net import WAITING, Act, Edge, Kind, Net, Vertex

PASSES = 3  # so often may one move pass the same way before it counts as endless


class Move(NamedTuple):
    """One thing that can happen: its steps, what is next, and whether it needs something from outside."""

    acts: tuple[Act, ...]
    after: Marking
    outside: bool


class Game:
    """All moves in a net, which is numbered for that."""

    def __init__(self, net: Net, budget: Budget) -> None:
        self.edges = net.number()
        self.vertices = net.vertices
        self.taken: set[int] = set()  # the edges that some move has passed
        self._budget = budget
        self._gates = Gates(self.vertices, self.edges, budget)

    def begin(self, start: Vertex) -> tuple[tuple[Act, ...], Marking]:
        """The steps and the marking with which the scope begins here. Raises Exhausted."""
        move = self._moved([], start.outs, outside=False)
        return move.acts, move.after

    def moves(self, marking: Marking, *, every: bool) -> Iterator[Move]:
        """What can happen next. Unless `every`, of moves that cannot disturb each other only the rearmost.

        Raises Exhausted.
        """
        if marking in (LEFT, SPINNING):
            return
        self._budget.spend(len(marking) + 1)
        resting = [p for p in marking if p.on in (On.EDGE, On.VERTEX)]
        ready = self._gates.ready(marking)
        if not every and self._gates.confluent(marking):
            yield from self._rearmost(marking, resting, ready)
            return
        at_once = [p for p in resting if not self.waits(p)]
        if at_once:
            yield from self._leave(marking, min(at_once, key=self._rank))
        elif ready:
            for vertex in ready:
                yield from self._release(vertex, marking)
        else:
            for place in dict.fromkeys(resting):
                yield from self._leave(marking, place)

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

    def joins(self, place: Place) -> bool:
        """Does a token wait here for others?"""
        return place.on in (On.ARRIVED, On.REST)

    def gate(self, place: Place) -> Vertex:
        """The join at which a token waits."""
        return self._gates.at(place)

    def _rearmost(self, marking: Marking, resting: list[Place], ready: list[Vertex]) -> Iterator[Move]:
        rear = min(resting, key=self._rank, default=None)
        if ready and (rear is None or ready[0].rank < self._rank(rear)[0]):
            yield from self._release(ready[0], marking)
        elif rear is not None:
            yield from self._leave(marking, rear)

    def _rank(self, place: Place) -> tuple[int, Place]:
        edge = place.on is On.EDGE
        return (self.edges[place.number].source.rank if edge else place.number), place

    def _release(self, vertex: Vertex, marking: Marking) -> Iterator[Move]:
        for rest, ways in self._gates.release(vertex, marking):
            yield self._moved(rest, ways, outside=False)

    def _leave(self, marking: Marking, place: Place) -> Iterator[Move]:
        """A token leaves the place where it rests."""
        rest = list(marking)
        rest.remove(place)
        outside = self.waits(place)
        if place.on is On.EDGE:
            yield self._moved(rest, [], outside, arriving=self.edges[place.number])
            return
        vertex = self.vertices[place.number]
        if vertex.kind is Kind.SOME:
            for chosen in combinations_of(vertex.outs):
                yield self._moved(rest, chosen, outside)
            return
        for index, edge in enumerate(vertex.outs):
            if not edge.keeps:
                yield self._moved(rest, [edge], outside)
            elif not place.said >> index & 1:
                stays = Place(On.VERTEX, place.number, place.said | 1 << index)
                yield self._moved([*rest, stays], [edge], outside)

    def _moved(
        self, rest: Iterable[Place], ways: Iterable[Edge], outside: bool, arriving: Edge | None = None
    ) -> Move:
        acts = list(arriving.acts) if arriving is not None else []
        tokens = list(rest)
        self._budget.spend(len(tokens) + 1)
        after = self._go(tokens, deque(ways), acts, arriving)
        return Move(tuple(acts), tuple(sorted(tokens)) if after is None else after, outside)

    def _go(
        self, tokens: list[Place], todo: deque[Edge], acts: list[Act], arriving: Edge | None
    ) -> Marking | None:
        """Let tokens go along these ways until all of them rest; a marking if that ends the scope."""
        passed = Counter[int]()
        if arriving is not None and not self._arrive(arriving, tokens, todo):
            return _over(arriving)
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
                return _over(edge)
        self._budget.spend(3 * passed.total())
        return None

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
                self._join(vertex, tokens, todo)
            case Kind.GATHER | Kind.COMPLEX:
                tokens.append(Place(On.ARRIVED, edge.number))
            case Kind.CHOICE | Kind.SOME | Kind.RACE | Kind.HOST:
                tokens.append(Place(On.VERTEX, vertex.number))
        return True

    def _join(self, vertex: Vertex, tokens: list[Place], todo: deque[Edge]) -> None:
        waiting = {place.number for place in tokens if place.on is On.ARRIVED}
        self._budget.spend(len(tokens))
        if all(edge.number in waiting for edge in vertex.ins):
            for edge in vertex.ins:
                tokens.remove(Place(On.ARRIVED, edge.number))
            todo += vertex.outs


def _over(edge: Edge) -> Marking:
    return ENDED if edge.target.kind is Kind.CLEAR else LEFT
