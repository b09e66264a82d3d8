"""Errors and escalations: who catches what a token throws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.bpmn.elements.boundary import Boundary
from engine.bpmn.elements.sub_process import Trigger
from engine.bpmn.events import Coded
from engine.bpmn.token import Token


def escalate(token: Token, event: Coded) -> None:
    """A token that has done its part escalates; if nobody catches that, it is told in the history (10.5.1)."""
    caught = find(token, event.kind, event.code)
    if caught is None:
        token.tell("escalation-uncaught", code=event.code)
        return
    at, spec = caught
    token.tell("escalation-thrown", code=event.code, caught_by=spec.bpmn_id)
    catch(at, spec, {})


def find(token: Token, kind: str, code: str | None) -> tuple[Token, Boundary | Trigger] | None:
    """The nearest catcher outwards: boundary events, then event sub-processes of the scope, and so on.

    On each level an exact code goes before a catcher of all codes. An event sub-process does not catch what
    it throws itself: that goes further out.
    """
    at: Token | None = token
    below = None
    while at is not None:
        others = (c for c in at.task_spec.listening(at) if not (isinstance(c, Trigger) and c.body is below))
        best = _best(others, kind, code)
        if best is not None:
            return at, best
        below = at.task_spec
        at = at.owner
    return None


def catch(at: Token, catcher: Boundary | Trigger, values: dict[str, Any]) -> None:
    """Let the catcher found at `at` do its part."""
    if at.parent is None:
        catcher.start(at, values)
    elif catcher.details.interrupting:
        catcher.interrupt(at, values)
    else:
        catcher.go(at.scope_root, values)


def _best(catchers: Iterable[Boundary | Trigger], kind: str, code: str | None) -> Boundary | Trigger | None:
    found = None
    for catcher in catchers:
        event = catcher.details.event
        if isinstance(event, Coded) and event.kind == kind:
            if event.code == code:
                return catcher
            if event.code is None and found is None:
                found = catcher
    return found
