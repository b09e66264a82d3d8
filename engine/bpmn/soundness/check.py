"""Findings about soundness, scope by scope: what is inside a sub-process is looked at by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.events import Cancel
from engine.bpmn.names import FLOW_NODES
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report
from engine.bpmn.soundness import wording
from engine.bpmn.soundness.budget import Budget
from engine.bpmn.soundness.building import build, plays
from engine.bpmn.soundness.decisions import settled
from engine.bpmn.soundness.exploring import Explored, explore
from engine.bpmn.soundness.leaving import interrupted, listens, timed
from engine.bpmn.soundness.marking import Marking, On, Place
from engine.bpmn.soundness.net import Act, Kind, Vertex
from engine.bpmn.soundness.reduction import covered, reduce
from engine.bpmn.soundness.throwing import Throwing

EXAMPLES = 50  # of so many ways to one standstill, one is looked for that no data can exclude
_MEETING = (Kind.MERGE, Kind.JOIN, Kind.GATHER, Kind.COMPLEX)


def check_soundness(report: Report, process: ScopePart, budget: Budget) -> None:
    """Findings for a process whose structure is without error. The budget is shared by the processes of a file."""
    gave_up = False
    for scope, found, ends in explored(process, budget):
        _Teller(report, scope, found, ends).tell()
        gave_up |= found.gave_up
    if gave_up:
        report.warning("soundness-bound", wording.gave_up(budget.states, budget.spent), process.xml)


def explored(process: ScopePart, budget: Budget) -> Iterator[tuple[ScopePart, Explored, Mapping[str, bool]]]:
    """What is found in each scope, from the inside out, and which of those inside can end in the ordinary way.

    Where something is wrong inside or not known, it counts as able to end: nobody asks what follows from that.
    """
    throwing, ends = Throwing(process), dict[str, bool]()
    for scope in reversed(list(process.all())):
        if scope.ad_hoc:  # people begin what is inside, as often as they like, and end it
            continue
        net = build(scope, throwing, ends)
        reduce(net)
        found = explore(net, budget)
        wrong = bool(found.stuck or found.endless) or not found.complete
        ends[scope.id] = found.can_end or listens(scope) or wrong
        yield scope, found, ends


class _Teller:
    """Puts what was found in one scope into the report."""

    def __init__(self, report: Report, scope: ScopePart, found: Explored, ends: Mapping[str, bool]) -> None:
        self.report, self.scope, self.found, self.ends = report, scope, found, ends
        self.game = found.game

    def tell(self) -> None:
        self._meetings()
        self._deadlocks()
        self._endless()
        if self.found.complete and not (self.found.stuck or self.found.endless):
            self._dead()

    # --- deadlock

    def _deadlocks(self) -> None:
        found: dict[str, list[Marking]] = {}
        for marking in self.found.stuck:
            if any(self.game.joins(place) for place in marking):  # else at a choice without a way: told there
                found.setdefault(self._gate(marking).element, []).append(marking)
        for markings in found.values():
            certain = (m for m in markings[:EXAMPLES] if not self._correlated(self.found.path(m)))
            example = next(certain, None)
            self._deadlock(example or markings[0], doubtful=example is None)

    def _gate(self, marking: Marking) -> Vertex:
        gates = (self.game.gate(place) for place in marking if self.game.joins(place))
        return min(gates, key=lambda gate: gate.rank)

    def _deadlock(self, marking: Marking, *, doubtful: bool) -> None:
        gate = self._gate(marking)
        missing = [f for e in gate.ins if Place(On.ARRIVED, e.number) not in marking for f in e.flows]
        node = self.scope.nodes[gate.element]
        message = wording.deadlock(self.scope, node, gate.kind, missing, self.found.path(marking))
        if doubtful or timed(self.scope):
            self.report.warning("deadlock", wording.doubtful(message), node.xml)
        else:
            self.report.error("deadlock", message, node.xml)

    def _correlated(self, acts: Sequence[Act]) -> bool:
        """Do two choices on the way read the same variable, so that they may exclude each other?"""
        seen: set[str] = set()
        for act in acts:
            if act.kind == "choice":
                read = self._read(act)
                if read & seen:
                    return True
                seen |= read
        return False

    def _read(self, act: Act) -> set[str]:
        """What the choice reads: of one way alone all conditions, of one of several ways its own."""
        flows = self.scope.nodes[act.element].outgoing
        own = [f for f in flows if f.id == act.flow]
        exclusive = self.scope.nodes[act.element].tag == "exclusiveGateway"
        conditions = (flow.condition for flow in (flows if exclusive else own))
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

    def _endless(self) -> None:
        if not self.found.endless or not self.found.complete:
            return
        first = self.found.endless[0]
        node, acts = self._looping(first), self.found.path(first)
        if node is None:
            return
        if not self._asks(first):
            self.report.error("endless-loop", wording.spinning(self.scope, node, acts), node.xml)
        elif not interrupted(self.scope):
            self.report.warning("endless-loop", wording.endless(self.scope, node, acts), node.xml)

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
            before = [n for n in self._before(node) if n.id in live]
            if node.id not in live and not told and before:
                stops = next((n for n in before if self._stops(n)), None)
                self.report.warning("dead-element", wording.dead(node, stops), node.xml)

    def _stops(self, node: NodePart) -> bool:
        """Is it a sub-process that is only ever left by an event at its boundary?"""
        return node.inside is not None and not self.ends.get(node.inside.id, True)

    def _flowing(self) -> Iterator[NodePart]:
        return (n for n in self.scope.nodes.values() if n.tag in FLOW_NODES and plays(n))

    def _before(self, node: NodePart) -> list[NodePart]:
        """The elements from which a token would come, without those whose conditions have a finding of theirs."""
        host = getattr(node.details, "attached_to", "")
        sources = [self.scope.nodes[flow.source] for flow in node.incoming]
        return [n for n in sources if not settled(n.outgoing)] + ([self.scope.nodes[host]] if host else [])
