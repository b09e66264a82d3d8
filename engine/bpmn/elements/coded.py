"""Error and escalation events that throw (BPMN 2.0.2, 10.5.1 and 10.5.6)."""

from __future__ import annotations

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.end import EndEvent, note_end
from engine.bpmn.elements.throwing import catch, escalate, find
from engine.bpmn.events import Coded
from engine.bpmn.token import Token

UNCAUGHT = "uncaught-error"


class EscalationThrow(Node):
    """An intermediate escalation: the token goes on, unless what catches it interrupts the scope.

    It goes on first, so that nothing can fail any more once somebody has acted.
    """

    def leave(self, token: Token) -> None:
        super().leave(token)
        escalate(token, self.details.event)


class EscalationEnd(EscalationThrow, EndEvent):
    """An end that escalates."""


class ErrorEnd(EndEvent):
    """An end that throws an error: who catches it cancels the scope, so the token does not go on by itself.

    If nobody does, it is held as an incident. When it is taken away then, because the instance's caller has caught
    the error or somebody has given up, it has done its part.
    """

    def act(self, token: Token) -> None:
        event = self.details.event
        assert isinstance(event, Coded)
        self._map_outputs(token)
        caught = find(token, event.kind, event.code)
        if caught is None:
            message = f"错误“{event.code}”没有边界事件或事件子流程捕获"
            token.hold(UNCAUGHT, message, error=event.code)
            return
        token.tell("error-thrown", code=event.code, caught_by=caught[1].bpmn_id)
        _ended(token)
        token.remove()
        catch(*caught, {})

    def cancelled(self, token: Token) -> None:
        if token.internal_data.get("incident", {}).get("code") == UNCAUGHT:
            _ended(token)
        else:
            super().cancelled(token)


def _ended(token: Token) -> None:
    token.tell("element-completed")
    note_end(token)
