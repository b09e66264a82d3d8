"""Event-based gateways: the first event decides."""

from __future__ import annotations

from engine.bpmn.elements.base import Node
from engine.bpmn.token import Token


class EventGateway(Node):
    """Its token owns one armed catch event for each way."""

    def act(self, token: Token) -> None:
        for way in self.ways:
            self._wf_spec.task_specs[way.target].arm(token)

    def decided(self, token: Token, target: str) -> None:
        """The event `target` has come; the others stop listening and this token is done."""
        for way in self.ways:
            if way.target == target:
                token.tell_flow(way.flow)
        for owned in token.owned:
            owned.kill()
        token.tell("element-completed")
        token.remove()
