"""Errors and escalations: who catches what a token throws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.bpmn.elements.boundary import Boundary
from engine.bpmn.elements.sub_process import Trigger
from engine.bpmn.events import Coded
from engine.bpmn.token import Token


def throw(token: Token, event: Coded) -> bool | None:
    """A token throws by itself: True if it goes on as before, None if it is gone or held.

    Nobody catches an error: the token is held as an incident. Nobody catches an escalation: that is told
    in the history, and the token goes on (BPMN 2.0.2, 10.5.1).
    """
    catcher = find(token, event.kind, event.code)
    if catcher is not None:
        return _hand_over(token, event, catcher)
    if event.kind == "escalation":
        token.tell("escalation-uncaught", code=event.code)
        return True
    message = f"错误“{event.code}”没有边界事件或事件子流程捕获"
    token.hold("uncaught-error", message, error=event.code)
    return None


def find(token: Token, kind: str, code: str | None) -> tuple[Token, Boundary | Trigger] | None:
    """The nearest catcher outwards: boundary events, then event sub-processes of the scope, and so on.

    On each level an exact code goes before a catcher of all codes.
    """
    at: Token | None = token
    while at is not None:
        best = _best(at.task_spec.listening(at), kind, code)
        if best is not None:
            return at, best
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


def _hand_over(token: Token, event: Coded, catcher: tuple[Token, Boundary | Trigger]) -> bool | None:
    """The thrower has done its part before the catcher acts, for that may cancel the thrower's scope."""
    at, spec = catcher
    token.tell(f"{event.kind}-thrown", code=event.code, caught_by=spec.bpmn_id)
    if not _ends_thrower(at, spec):
        catch(at, spec, {})
        return True
    token.tell("element-completed")
    token.remove()
    catch(at, spec, {})
    return None


def _ends_thrower(at: Token, spec: Boundary | Trigger) -> bool:
    interrupting = spec.interrupting if at.parent is None else spec.details.interrupting
    return bool(interrupting)


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
