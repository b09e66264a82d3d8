"""Error and escalation events that throw."""

from __future__ import annotations

from engine.bpmn.elements.base import Node
from engine.bpmn.elements.end import EndEvent
from engine.bpmn.elements.throwing import throw
from engine.bpmn.token import Token


class CodedThrow(Node):
    """An intermediate escalation: the token goes on unless what catches it interrupts."""

    def act(self, token: Token) -> bool | None:
        return throw(token, self.details.event)


class CodedEnd(CodedThrow, EndEvent):
    """An error or escalation end: what it throws may cancel its own scope."""
