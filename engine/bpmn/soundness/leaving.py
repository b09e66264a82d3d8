"""What can end a scope from outside or from above its tokens."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.events import Definition
from engine.bpmn.reading.parts import ScopePart
from engine.bpmn.soundness.throwing import start_of
from engine.bpmn.timers import Timer


def interrupted(scope: ScopePart) -> bool:
    """Can anything end the scope, or one around it, while its tokens are still at work?"""
    return any(True for _ in _interrupters(scope))


def timed(scope: ScopePart) -> bool:
    """Does a timer do so, which comes whatever people do?"""
    return any(isinstance(event, Timer) for event in _interrupters(scope))


def listens(scope: ScopePart) -> bool:
    """Has the scope itself an event sub-process that ends its other tokens?"""
    return any(True for _ in _own(scope))


def _interrupters(scope: ScopePart) -> Iterator[Definition | None]:
    here: ScopePart | None = scope
    while here is not None:
        yield from _own(here)
        if here.parent is not None:
            host = here.parent.nodes[here.id]
            yield from (b.event for b in host.boundaries if b.details.interrupting)  # type: ignore[attr-defined]
        here = here.parent


def _own(scope: ScopePart) -> Iterator[Definition | None]:
    for body in scope.nodes.values():
        start = start_of(body) if body.is_event_sub_process else None
        if start is not None and body.details.interrupting:  # type: ignore[attr-defined]
            yield start.event
