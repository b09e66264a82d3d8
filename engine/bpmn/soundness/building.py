"""From the parts of a scope to its net."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.bpmn.elements.catching import Listening
from engine.bpmn.elements.coded import ErrorEnd, EscalationThrow
from engine.bpmn.elements.compensation import CompensationThrow
from engine.bpmn.elements.end import EndEvent, TerminateEnd
from engine.bpmn.elements.job import MessageThrow
from engine.bpmn.elements.transaction import CancelEnd
from engine.bpmn.events import Cancel, Coded, Compensate, Link, wait_kind
from engine.bpmn.names import ACTIVITIES, GATEWAYS
from engine.bpmn.reading.parts import FlowPart, NodePart, ScopePart
from engine.bpmn.soundness import decisions
from engine.bpmn.soundness.net import Act, Edge, Kind, Net, Vertex, join
from engine.bpmn.soundness.throwing import Throwing
from engine.bpmn.structure import entrances, link_target

_JOINS = {"parallelGateway": Kind.JOIN, "inclusiveGateway": Kind.GATHER, "complexGateway": Kind.COMPLEX}
_SPLITS = {"parallelGateway": Kind.FORK, "exclusiveGateway": Kind.CHOICE, "eventBasedGateway": Kind.RACE}


def build(scope: ScopePart, throwing: Throwing, ends: Mapping[str, bool]) -> Net:
    """The net of a scope. `ends` says of each scope inside whether it can end in the ordinary way."""
    return _Builder(scope, throwing, ends).net()


def waits(node: NodePart) -> bool:
    """Does a token on this element wait for something outside?"""
    if node.inside is not None:
        return node.inside.ad_hoc or any(waits(n) for n in node.inside.nodes.values())
    if issubclass(node.family, Listening):
        return node.tag != "startEvent" and wait_kind(node.event) is not None
    return node.family.kind is not None or issubclass(node.family, CompensationThrow)


def plays(node: NodePart) -> bool:
    """Do tokens come to this element by flows, links or its host?"""
    return not (node.is_event_sub_process or node.for_compensation or isinstance(node.event, Compensate)) or (
        node.tag in ("intermediateThrowEvent", "endEvent")
    )


class _Builder:
    def __init__(self, scope: ScopePart, throwing: Throwing, ends: Mapping[str, bool]) -> None:
        self.scope, self.throwing, self.ends = scope, throwing, ends
        self.made = Net()
        self.entry: dict[str, Vertex] = {}  # where its incoming flows lead to
        self.exit: dict[str, Vertex] = {}  # where its outgoing flows begin
        self.end = self.made.vertex(Kind.END, "")

    def net(self) -> Net:
        nodes = [node for node in self.scope.nodes.values() if plays(node)]
        for node in nodes:
            self._enter(node)
        for node in nodes:
            self._inner(node)
        for node in nodes:
            self._leave(node)
        self._starts()
        self.made.prune()
        return self.made

    def _enter(self, node: NodePart) -> None:
        kind = _JOINS.get(node.tag, Kind.MERGE) if len(node.incoming) > 1 else Kind.MERGE
        vertex = self.entry[node.id] = self.made.vertex(kind, node.id)
        if kind is Kind.COMPLEX:
            vertex.activates = decisions.activation(node)
            vertex.again = decisions.repeats(node)
        self.exit[node.id] = self._after(node)

    def _inner(self, node: NodePart) -> None:
        """From the entry of a node to its exit, with its work."""
        entry, after = self.entry[node.id], self.exit[node.id]
        if node.tag == "boundaryEvent":
            return
        boundaries = [b for b in node.boundaries if self._comes(b, node)]
        stops = node.inside is not None and not self.ends.get(node.inside.id, True)
        if not boundaries and not stops:
            join(self._work(node, entry, after))
            return
        host = self.made.vertex(Kind.HOST, node.id)
        join(Edge(entry, host, covers={node.id}))
        if not stops:
            join(Edge(host, after, enter=(Act(node.id, "done"),)))
        elif not any(b.details.interrupting for b in boundaries):  # type: ignore[attr-defined]
            join(Edge(host, self.made.vertex(Kind.LEAVE, node.id), enter=(Act(node.id, "done"),)))
        for boundary in boundaries:
            self._attach(host, boundary)

    def _attach(self, host: Vertex, boundary: NodePart) -> None:
        keeps = not boundary.details.interrupting  # type: ignore[attr-defined]
        act = Act(boundary.id, "event")
        entry = self.entry[boundary.id]
        join(Edge(host, entry, enter=(act,), boundary=True, keeps=keeps, covers={boundary.id}))
        join(Edge(entry, self.exit[boundary.id]))

    def _comes(self, boundary: NodePart, host: NodePart) -> bool:
        """Can the event come while a token is there?"""
        event = boundary.event
        if isinstance(event, Coded):
            return self.throwing.comes(boundary, host)
        if isinstance(event, Cancel):
            inside = host.inside.nodes.values() if host.inside is not None else ()
            return any(issubclass(n.family, CancelEnd) for n in inside)
        return not isinstance(event, Compensate) and waits(host)

    def _work(self, node: NodePart, entry: Vertex, after: Vertex) -> Edge:
        rests = _effect(node) is not None or waits(node)
        if node.tag in GATEWAYS:
            return Edge(entry, after, covers={node.id})
        act = Act(node.id, "done")
        return Edge(
            entry,
            after,
            enter=() if rests else (act,),
            acts=(act,) if rests else (),
            rests=rests,
            waits=waits(node),
            effect=_effect(node),
            covers={node.id},
        )

    def _after(self, node: NodePart) -> Vertex:
        """What becomes of a token that has done its work there."""
        family = node.family
        if issubclass(family, TerminateEnd):
            return self.made.vertex(Kind.CLEAR, node.id)
        if issubclass(family, ErrorEnd | CancelEnd):
            return self.made.vertex(Kind.LEAVE, node.id)
        if issubclass(family, EscalationThrow) and self.throwing.interrupts(node):
            return self.made.vertex(Kind.LEAVE, node.id)
        if issubclass(family, EndEvent) or (not node.outgoing and link_target(node) is None):
            return self.end
        flows = node.outgoing
        if node.tag in _SPLITS:
            return self.made.vertex(_SPLITS[node.tag], node.id)
        free = any(f.default or f.condition is not None for f in flows)
        return self.made.vertex(Kind.SOME if free else Kind.FORK, node.id)

    def _leave(self, node: NodePart) -> None:
        split = self.exit[node.id]
        jump = link_target(node)
        if jump is not None and split is not self.end:
            join(Edge(split, self.entry[jump.id]))
        match split.kind:
            case Kind.FORK:
                for flow in node.outgoing:
                    self._flow(split, flow)
            case Kind.CHOICE:
                self._free(split, node, decisions.exclusive(node.outgoing))
            case Kind.SOME:
                self._some(split, node)
            case Kind.RACE:
                for flow in node.outgoing:
                    self._race(split, flow)

    def _some(self, split: Vertex, node: NodePart) -> None:
        flows = decisions.inclusive(node.outgoing)
        free = [flow for flow in flows if not flow.default and decisions.always(flow) is None]
        if len(free) == 1 and any(flow.default for flow in flows):
            split.kind = Kind.CHOICE
        for flow, edge in self._free(split, node, flows):
            edge.always, edge.default = decisions.always(flow) is True, flow.default

    def _free(self, split: Vertex, node: NodePart, flows: Sequence[FlowPart]) -> list[tuple[FlowPart, Edge]]:
        """The ways that a decision can take. Those that it cannot lead from nowhere, so that joins wait for them."""
        never = self.made.vertex(Kind.MERGE, node.id)
        for flow in node.outgoing:
            if flow not in flows:
                self._flow(never, flow)
        return [(flow, self._flow(split, flow, _chosen(node, flow))) for flow in flows]

    def _flow(self, split: Vertex, flow: FlowPart, enter: tuple[Act, ...] = ()) -> Edge:
        return join(Edge(split, self.entry[flow.target], enter=enter, flows=(flow.id,)))

    def _race(self, split: Vertex, flow: FlowPart) -> None:
        """The event has come when the token leaves the gateway: it does not wait there again."""
        target = flow.target
        act = Act(target, "event")
        join(Edge(split, self.exit[target], enter=(act,), flows=(flow.id,), covers={target}))

    def _starts(self) -> None:
        """One start for each way in which the scope begins."""
        chosen = [n for n in entrances(self.scope) if n.id in self.entry]
        alone = [
            n for n in chosen if n.tag == "startEvent" and n.event is not None and not self.scope.of_event
        ]
        together = [n for n in chosen if n not in alone]
        for group in ([together] if together else []) + [[n] for n in alone]:
            start = self.made.vertex(Kind.START, group[0].id)
            fork = self.made.vertex(Kind.FORK, group[0].id)
            join(Edge(start, fork))
            for node in group:
                join(Edge(fork, self.entry[node.id]))
            self.made.starts.append(start)


def _chosen(node: NodePart, flow: FlowPart) -> tuple[Act, ...]:
    """The step of taking a way; none where there is only one."""
    return (Act(node.id, "choice", flow.id),) if len(node.outgoing) > 1 else ()


def _effect(node: NodePart) -> str | None:
    """The element, if two tokens in it do something twice."""
    if node.tag in ACTIVITIES:
        return node.id
    passes = node.event is None and not issubclass(node.family, MessageThrow)
    if passes or isinstance(node.event, Link) or node.tag in ("startEvent", "boundaryEvent"):
        return None
    return None if issubclass(node.family, TerminateEnd | ErrorEnd | CancelEnd) else node.id
