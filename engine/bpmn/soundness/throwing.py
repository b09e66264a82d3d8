"""Which errors and escalations can come out of an element, and who catches them."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.elements.activity import Activity
from engine.bpmn.elements.call_activity import CallActivity
from engine.bpmn.elements.coded import ErrorEnd, EscalationThrow
from engine.bpmn.elements.job import ServiceTask
from engine.bpmn.elements.user_task import UserTask
from engine.bpmn.events import Coded
from engine.bpmn.reading.parts import NodePart, ScopePart

KINDS = ("error", "escalation")
OTHER = "\0"  # any code that no catcher names
_OUTSIDE: tuple[type[Activity], ...] = (UserTask, ServiceTask, CallActivity)

Thrown = dict[str, frozenset[str]]
"""Codes by kind."""


class Catchers:
    """The events of one level, of which an exact code goes before one for all codes."""

    def __init__(self, nodes: Iterable[NodePart]) -> None:
        found = [(n.event, n) for n in nodes]
        self.by_code = {event: node for event, node in reversed(found) if isinstance(event, Coded)}
        self._exact = {
            kind: {event.code: node for event, node in self.by_code.items() if event.kind == kind}
            for kind in KINDS
        }

    def best(self, event: Coded, below: ScopePart | None = None) -> NodePart | None:
        """Who catches it. An event sub-process, whose inside is `below`, does not catch what it throws itself."""
        for said in (event, Coded(event.kind, None)):
            catcher = self.by_code.get(said)
            if catcher is not None and catcher.scope is not below:
                return catcher
        return None

    def caught(self, out: Thrown) -> set[str]:
        """The catchers that something of this comes to."""
        found: set[str] = set()
        for kind, codes in out.items():
            exact = self._exact[kind]
            found |= {exact[code].id for code in codes.intersection(exact)}
            if None in exact and not codes <= exact.keys():
                found.add(exact[None].id)
        return found

    def past(self, out: Thrown, below: ScopePart | None = None) -> Thrown:
        """What of this nobody here catches."""
        if not self.by_code:
            return out
        left: Thrown = {}
        for kind, codes in out.items():
            exact = {code: node for code, node in self._exact[kind].items() if node.scope is not below}
            left[kind] = frozenset() if None in exact else codes.difference(exact)
        return left


class Throwing:
    """What is thrown in one process. What people, handlers and called instances throw may have any code."""

    def __init__(self, process: ScopePart) -> None:
        scopes = list(process.all())
        events = [n.event for s in scopes for n in s.nodes.values()]
        codes = frozenset(e.code for e in events if isinstance(e, Coded) and e.code is not None)
        self._any: Thrown = dict.fromkeys(KINDS, codes | {OTHER})
        self._triggers = {scope.id: Catchers(_triggers(scope)) for scope in scopes}
        self._out: dict[str, Thrown] = {}  # by scope: what nobody in it catches
        self._past: dict[str, Thrown] = {}  # by activity: what its boundary events do not catch
        self._caught: dict[str, set[str]] = {}  # by activity: its boundary events that something comes to
        for scope in reversed(scopes):
            for node in scope.nodes.values():
                self._pass(node)
            self._out[scope.id] = self._escaping(scope)

    def comes(self, boundary: NodePart, host: NodePart) -> bool:
        """Can this error or escalation event at the boundary come?"""
        return boundary.id in self._caught[host.id]

    def interrupts(self, node: NodePart) -> bool:
        """Does who catches the escalation that this element throws end its scope?"""
        assert isinstance(node.event, Coded)
        catcher = self._catcher(node.scope, node.event)
        return catcher is not None and _interrupts(catcher)

    def _pass(self, node: NodePart) -> None:
        out = self._thrown(node)
        catchers = Catchers(node.boundaries)
        self._past[node.id] = catchers.past(out)
        self._caught[node.id] = catchers.caught(out)

    def _thrown(self, node: NodePart) -> Thrown:
        if node.inside is not None:
            return self._out[node.inside.id]
        event = node.event
        if isinstance(event, Coded) and issubclass(node.family, ErrorEnd | EscalationThrow):
            return {event.kind: frozenset({str(event.code)})}
        return self._any if issubclass(node.family, _OUTSIDE) else {}

    def _escaping(self, scope: ScopePart) -> Thrown:
        triggers = self._triggers[scope.id]
        heard, out = _Union(), _Union()
        for node in scope.nodes.values():
            past = self._past[node.id]
            if _deafens(node):
                out.add(past)
            elif node.is_event_sub_process:
                out.add(triggers.past(past, node.inside))
            else:
                heard.add(past)
        out.add(triggers.past(heard.all()))
        return out.all()

    def _catcher(self, scope: ScopePart, event: Coded) -> NodePart | None:
        here, below, busy = scope, None, False
        while True:
            found = None if busy else self._triggers[here.id].best(event, below)
            if found is not None or here.parent is None:
                return found
            host = here.parent.nodes[here.id]
            found = Catchers(host.boundaries).best(event)
            if found is not None:
                return found
            here, below, busy = here.parent, here, _deafens(host)


class _Union:
    """Gathers codes; a set that many elements share is taken once."""

    def __init__(self) -> None:
        self._parts: dict[int, Thrown] = {}

    def add(self, thrown: Thrown) -> None:
        self._parts[id(thrown)] = thrown

    def all(self) -> Thrown:
        parts = self._parts.values()
        return {kind: frozenset().union(*(p[kind] for p in parts if kind in p)) for kind in KINDS}


def start_of(body: NodePart) -> NodePart | None:
    """The start event of an event sub-process."""
    inside = body.inside.nodes.values() if body.inside is not None else ()
    return next((n for n in inside if n.tag == "startEvent"), None)


def _deafens(node: NodePart) -> bool:
    """Is it an interrupting event sub-process? While it runs, its scope listens no more."""
    return node.is_event_sub_process and bool(node.details.interrupting)  # type: ignore[attr-defined]


def _triggers(scope: ScopePart) -> list[NodePart]:
    found = [start_of(n) for n in scope.nodes.values() if n.is_event_sub_process]
    return [n for n in found if n is not None]


def _interrupts(catcher: NodePart) -> bool:
    if catcher.tag == "boundaryEvent":
        return bool(catcher.details.interrupting)  # type: ignore[attr-defined]
    body = catcher.scope.parent
    assert body is not None
    return bool(body.nodes[catcher.scope.id].details.interrupting)  # type: ignore[attr-defined]
