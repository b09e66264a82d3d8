"""Findings about soundness, scope by scope: what is inside a sub-process is looked at by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.bpmn.events import Cancel
from engine.bpmn.names import FLOW_NODES
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report
from engine.bpmn.soundness import wording
from engine.bpmn.soundness.building import build, plays
from engine.bpmn.soundness.exploring import MAX_STATES, Budget, Explored, explore
from engine.bpmn.soundness.game import Marking, On, Place
from engine.bpmn.soundness.leaving import interrupted, listens, timed
from engine.bpmn.soundness.net import Act, Kind, Vertex
from engine.bpmn.soundness.reduction import covered, reduce
from engine.bpmn.soundness.throwing import Throwing

_MEETING = (Kind.MERGE, Kind.JOIN, Kind.GATHER, Kind.COMPLEX)


def check_soundness(report: Report, process: ScopePart, states: int = MAX_STATES) -> None:
    """Findings for a process whose structure is without error. At most so many states are looked at."""
    budget = Budget(states)
    throwing, ends = Throwing(process), dict[str, bool]()
    gave_up = False
    for scope in reversed(list(process.all())):
        if scope.ad_hoc:  # people begin what is inside, as often as they like, and end it
            continue
        found = _explored(scope, throwing, ends, budget)
        told = _Teller(report, scope, found).tell()
        ends[scope.id] = found.can_end or listens(scope) or told or not found.complete
        gave_up |= found.gave_up
    if gave_up:
        report.warning("soundness-bound", wording.gave_up(states - budget.states), process.xml)


def _explored(scope: ScopePart, throwing: Throwing, ends: dict[str, bool], budget: Budget) -> Explored:
    net = build(scope, throwing, ends)
    reduce(net)
    return explore(net, budget)


class _Teller:
    """Puts what was found in one scope into the report."""

    def __init__(self, report: Report, scope: ScopePart, found: Explored) -> None:
        self.report, self.scope, self.found = report, scope, found
        self.game = found.game

    def tell(self) -> bool:
        """True if a token may never come to an end here, so that nobody should ask what follows from that."""
        self._meetings()
        stuck = self._deadlocks()
        endless = self._endless()
        if not stuck and not endless and self.found.complete:
            self._dead()
        return stuck or endless

    # --- deadlock

    def _deadlocks(self) -> bool:
        told: set[str] = set()
        for marking in self.found.stuck:
            gate = min((self.game.gate(p) for p in marking), key=lambda v: v.rank)
            if gate.element not in told:
                told.add(gate.element)
                self._deadlock(marking, gate)
        return bool(told)

    def _deadlock(self, marking: Marking, gate: Vertex) -> None:
        missing = [f for e in gate.ins if Place(On.ARRIVED, e.number) not in marking for f in e.flows]
        acts = self.found.path(marking)
        node = self.scope.nodes[gate.element]
        message = wording.deadlock(self.scope, node, gate.kind, missing, acts)
        if self._correlated(acts) or timed(self.scope):
            self.report.warning("deadlock", wording.doubtful(message), node.xml)
        else:
            self.report.error("deadlock", message, node.xml)

    def _correlated(self, acts: Sequence[Act]) -> bool:
        """Do two decisions on the way read the same variable, so that they may exclude each other?"""
        deciding = {v.element for v in self.game.vertices if v.kind in (Kind.CHOICE, Kind.SOME)}
        decisions = [a.element for a in acts if a.kind == "choice" and a.element in deciding]
        seen: set[str] = set()
        together: str | None = None
        for element in decisions:
            if element == together:
                continue  # several ways of one decision
            read = self._read(element)
            if read & seen:
                return True
            seen |= read
            together = element
        return False

    def _read(self, element: str) -> set[str]:
        conditions = (flow.condition for flow in self.scope.nodes[element].outgoing)
        return {path[0] for c in conditions if c is not None for path in c.variables}

    # --- lack of synchronisation

    def _meetings(self) -> None:
        told: set[str] = set()
        for marking, place in self.found.met:
            twice = self.game.effect(place)
            where = self._where(place)
            if twice is None or where.element in told or twice in told:
                continue
            told |= {where.element, twice}
            node = self.scope.nodes[where.element if where.element in self.scope.nodes else twice]
            message = wording.meeting(self.scope, node, self.scope.nodes[twice], self.found.path(marking))
            self.report.warning("lack-of-synchronisation", message, node.xml)

    def _where(self, place: Place) -> Vertex:
        """The nearest vertex behind at which several ways meet."""
        on_edge = place.on is On.EDGE
        vertex = self.game.edges[place.number].source if on_edge else self.game.vertices[place.number]
        while vertex.kind not in _MEETING and len(vertex.ins) == 1:
            vertex = vertex.ins[0].source
        return vertex

    # --- no way out

    def _endless(self) -> bool:
        if not self.found.endless or not self.found.complete:
            return False
        first = self.found.endless[0]
        node, acts = self._looping(first), self.found.path(first)
        if node is None:
            return True
        if not self._asks(first):
            self.report.error("endless-loop", wording.spinning(self.scope, node, acts), node.xml)
        elif not interrupted(self.scope):
            self.report.warning("endless-loop", wording.endless(self.scope, node, acts), node.xml)
        return True

    def _asks(self, marking: Marking) -> bool:
        """Does anything on the loop wait for something outside?"""
        seen, todo = {marking}, [marking]
        while todo:
            here = todo.pop()
            if here in self.found.outside:
                return True
            fresh = [m for m in self.found.after.get(here, ()) if m not in seen]
            seen.update(fresh)
            todo += fresh
        return False

    def _looping(self, marking: Marking) -> NodePart | None:
        """An element on the loop: where a token rests, or the last one before it began."""
        resting = [p for p in marking if p.on in (On.EDGE, On.VERTEX) and p.number >= 0]
        for place in resting:
            element = self.game.effect(place)
            if element is None and place.on is On.VERTEX:
                element = self.game.vertices[place.number].element
            if element is not None:
                return self.scope.nodes[element]
        acts = [act for act in self.found.path(marking) if act.element in self.scope.nodes]
        return self.scope.nodes[acts[-1].element] if acts else next(iter(self.scope.nodes.values()), None)

    # --- never executed

    def _dead(self) -> None:
        live = covered(self.game.edges[number] for number in self.game.taken)
        live |= {vertex.element for vertex in self.game.vertices}
        for node in self._flowing():
            told = isinstance(node.event, Cancel)  # `never-cancelled` has said it
            if node.id not in live and not told and any(before in live for before in _before(node)):
                self.report.warning("dead-element", wording.dead(node), node.xml)

    def _flowing(self) -> Iterator[NodePart]:
        return (n for n in self.scope.nodes.values() if n.tag in FLOW_NODES and plays(n))


def _before(node: NodePart) -> list[str]:
    """The elements from which a token would come."""
    host = getattr(node.details, "attached_to", "")
    return [flow.source for flow in node.incoming] + ([host] if host else [])
