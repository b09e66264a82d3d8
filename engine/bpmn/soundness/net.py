"""A scope as a net of ways without data: vertices where tokens part and meet, edges with the work between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto


class Kind(Enum):
    """What a vertex does with a token that comes."""

    START = auto()
    END = auto()  # the token is consumed
    CLEAR = auto()  # a terminate end: the scope ends with all its tokens
    LEAVE = auto()  # an error, a cancel end or an interrupting escalation: the scope is left another way
    MERGE = auto()  # passes every token on
    JOIN = auto()  # a parallel join
    GATHER = auto()  # an inclusive join
    COMPLEX = auto()  # a complex join
    FORK = auto()  # all ways
    CHOICE = auto()  # one way, by data
    SOME = auto()  # one way or several, by data
    RACE = auto()  # one way, by the first event
    HOST = auto()  # an activity with boundary events: its own way or theirs


SPLITS = frozenset({Kind.FORK, Kind.CHOICE, Kind.SOME, Kind.RACE, Kind.HOST})
WAITING = frozenset({Kind.RACE, Kind.HOST})
ONE_OF = frozenset({Kind.CHOICE, Kind.RACE, Kind.HOST})
LATE_JOINS = frozenset({Kind.GATHER, Kind.COMPLEX})


@dataclass(frozen=True, slots=True)
class Act:
    """One step of an example: an element is "done", an "event" comes, or a "choice" takes a flow."""

    element: str
    kind: str
    flow: str = ""


@dataclass(eq=False, slots=True)
class Edge:
    """A way from one vertex to the next. A token rests on it if there is work to do.

    `enter` are the steps made on entering it, `acts` those of its work; `flows` are the flows of the diagram
    by which it comes to its target. `effect` is the first element of it that would do something twice if two
    tokens came. `covers` are all elements that a token which takes it may visit.
    """

    source: Vertex
    target: Vertex
    enter: tuple[Act, ...] = ()
    acts: tuple[Act, ...] = ()
    rests: bool = False
    waits: bool = False
    effect: str | None = None
    flows: tuple[str, ...] = ()
    covers: set[str] = field(default_factory=set)
    always: bool = False  # of SOME: taken whatever the data
    default: bool = False  # of SOME: taken only alone
    boundary: bool = False  # of HOST: the way of an event
    keeps: bool = False  # of HOST: the activity goes on
    number: int = 0


@dataclass(eq=False, slots=True)
class Vertex:
    """A place where tokens part or meet. `rank` grows along the flows."""

    kind: Kind
    element: str
    ins: list[Edge] = field(default_factory=list)
    outs: list[Edge] = field(default_factory=list)
    rank: int = 0
    number: int = 0
    activates: Callable[[int], bool | None] | None = None  # of COMPLEX; None: only data knows
    again: bool = False  # of COMPLEX: may it take ways once more when it resets?


@dataclass(slots=True)
class Net:
    """The net of one scope. Each start is one way in which the scope can begin."""

    starts: list[Vertex] = field(default_factory=list)
    vertices: list[Vertex] = field(default_factory=list)

    def vertex(self, kind: Kind, element: str) -> Vertex:
        made = Vertex(kind, element)
        self.vertices.append(made)
        return made

    def prune(self) -> None:
        """Drop the vertices that nothing leads to. Only a parallel join still waits for what would come from there."""
        self.vertices = _ordered(self.starts)
        known = set(map(id, self.vertices))
        for vertex in self.vertices:
            if vertex.kind is not Kind.JOIN:
                vertex.ins = [edge for edge in vertex.ins if id(edge.source) in known]

    def number(self) -> list[Edge]:
        """Number and rank what is left; the edges, by number."""
        self.prune()
        for place, vertex in enumerate(self.vertices):
            vertex.rank = vertex.number = place
        edges = [edge for vertex in self.vertices for edge in vertex.outs]
        known = set(map(id, edges))
        edges += [edge for vertex in self.vertices for edge in vertex.ins if id(edge) not in known]
        for place, edge in enumerate(edges):
            edge.number = place
        return edges


def join(edge: Edge) -> Edge:
    """Hang a new edge on its two vertices."""
    edge.source.outs.append(edge)
    edge.target.ins.append(edge)
    return edge


def cut(edge: Edge) -> None:
    """Take an edge off its vertices."""
    edge.source.outs.remove(edge)
    edge.target.ins.remove(edge)


def _ordered(starts: list[Vertex]) -> list[Vertex]:
    """Vertices before those that they lead to, as far as loops allow."""
    done: list[Vertex] = []
    seen: set[int] = set()
    for start in starts:
        seen.add(id(start))
        stack = [(start, iter(start.outs))]
        while stack:
            vertex, outs = stack[-1]
            edge = next(outs, None)
            if edge is None:
                done.append(vertex)
                stack.pop()
            elif id(edge.target) not in seen:
                seen.add(id(edge.target))
                stack.append((edge.target, iter(edge.target.outs)))
    return done[::-1]
