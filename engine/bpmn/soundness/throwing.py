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

OTHER = "\0"  # any code that no catcher names
_OUTSIDE: tuple[type[Activity], ...] = (UserTask, ServiceTask, CallActivity)

Thrown = frozenset[Coded]


class Catchers:
    """The events of one level, of which an exact code goes before one for all codes."""

    def __init__(self, nodes: Iterable[NodePart]) -> None:
        found = [(n.event, n) for n in nodes]
        self._by_code = {event: node for event, node in reversed(found) if isinstance(event, Coded)}

    def best(self, event: Coded, below: ScopePart | None = None) -> NodePart | None:
        """Who catches it. An event sub-process, whose inside is `below`, does not catch what it throws itself."""
        for said in (event, Coded(event.kind, None)):
            catcher = self._by_code.get(said)
            if catcher is not None and catcher.scope is not below:
                return catcher
        return None


class Throwing:
    """What is thrown in one process. What people, handlers and called instances throw may have any code."""

    def __init__(self, process: ScopePart) -> None:
        scopes = list(process.all())
        events = [n.event for s in scopes for n in s.nodes.values()]
        codes = {e.code for e in events if isinstance(e, Coded) and e.code is not None} | {OTHER}
        self._any = frozenset(Coded(kind, code) for kind in ("error", "escalation") for code in codes)
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
        if not node.boundaries:
            self._past[node.id] = out
            return
        catchers = Catchers(node.boundaries)
        caught = {event: catchers.best(event) for event in out}
        self._past[node.id] = frozenset(e for e, catcher in caught.items() if catcher is None)
        self._caught[node.id] = {catcher.id for catcher in caught.values() if catcher is not None}

    def _thrown(self, node: NodePart) -> Thrown:
        if node.inside is not None:
            return self._out[node.inside.id]
        if isinstance(node.event, Coded) and issubclass(node.family, ErrorEnd | EscalationThrow):
            return frozenset({node.event})
        return self._any if issubclass(node.family, _OUTSIDE) else frozenset()

    def _escaping(self, scope: ScopePart) -> Thrown:
        triggers, heard, out = self._triggers[scope.id], set[Coded](), set[Coded]()
        for node in scope.nodes.values():
            past = self._past[node.id]
            if _deafens(node):
                out |= past
            elif node.is_event_sub_process:
                out.update(e for e in past if triggers.best(e, node.inside) is None)
            else:
                heard |= past
        return frozenset(out | {e for e in heard if triggers.best(e) is None})

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
