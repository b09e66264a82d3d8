"""Which errors and escalations can come out of an element, and who catches them."""

from __future__ import annotations

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


class Throwing:
    """What is thrown in one process. What people, handlers and called instances throw may have any code."""

    def __init__(self, process: ScopePart) -> None:
        self.scopes = {scope.id: scope for scope in process.all()}
        events = (n.event for s in self.scopes.values() for n in s.nodes.values())
        codes = {e.code for e in events if isinstance(e, Coded) and e.code is not None} | {OTHER}
        self._any = frozenset(Coded(kind, code) for kind in ("error", "escalation") for code in codes)
        self._out: dict[str, Thrown] = {}
        for scope in reversed(self.scopes.values()):
            self._out[scope.id] = self._escaping(scope)

    def of(self, node: NodePart) -> Thrown:
        """What can come out of an activity, before its own boundary events are asked."""
        if node.inside is not None:
            return self._out[node.inside.id]
        return self._any if issubclass(node.family, _OUTSIDE) else frozenset()

    def comes(self, boundary: NodePart, host: NodePart) -> bool:
        """Can this error or escalation event at the boundary come?"""
        return any(_best(host.boundaries, event) is boundary for event in self.of(host))

    def interrupts(self, node: NodePart) -> bool:
        """Does who catches the escalation that this element throws end its scope?"""
        assert isinstance(node.event, Coded)
        catcher = self._catcher(node.scope, node.event)
        return catcher is not None and _interrupts(catcher)

    def _escaping(self, scope: ScopePart) -> Thrown:
        heard, passing = set[Coded](), set[Coded]()  # what the scope's event sub-processes hear, and what not
        for node in scope.nodes.values():
            event = node.event
            if isinstance(event, Coded) and issubclass(node.family, ErrorEnd | EscalationThrow):
                heard.add(event)
            out = {e for e in self.of(node) if _best(node.boundaries, e) is None}
            (passing if _deafens(node) else heard).update(out)
        return frozenset(passing | {e for e in heard if _best(_triggers(scope), e) is None})

    def _catcher(self, scope: ScopePart, event: Coded) -> NodePart | None:
        here: ScopePart | None = scope
        busy = False
        while here is not None:
            found = None if busy else _best(_triggers(here), event)
            if found is not None or here.parent is None:
                return found
            host = here.parent.nodes[here.id]
            found = _best(host.boundaries, event)
            if found is not None:
                return found
            busy = _deafens(host)
            here = here.parent
        return None


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


def _best(catchers: list[NodePart], event: Coded) -> NodePart | None:
    found = None
    for catcher in catchers:
        said = catcher.event
        if isinstance(said, Coded) and said.kind == event.kind:
            if said.code == event.code:
                return catcher
            if said.code is None and found is None:
                found = catcher
    return found


def _interrupts(catcher: NodePart) -> bool:
    if catcher.tag == "boundaryEvent":
        return bool(catcher.details.interrupting)  # type: ignore[attr-defined]
    body = catcher.scope.parent
    assert body is not None
    return bool(body.nodes[catcher.scope.id].details.interrupting)  # type: ignore[attr-defined]
