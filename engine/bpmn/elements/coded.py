"""Error and escalation events that throw (BPMN 2.0.2, 10.5.1 and 10.5.6)."""

from __future__ import annotations

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.end import EndEvent
from engine.bpmn.elements.throwing import escalate, throw
from engine.bpmn.events import Coded
from engine.bpmn.token import Token


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
    """An error end: what catches it cancels the scope."""

    def act(self, token: Token) -> None:
        event = self.details.event
        assert isinstance(event, Coded)
        throw(token, event)
