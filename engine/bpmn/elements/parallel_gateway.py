"""Parallel gateways: all ways, and one token for each flow before going on."""

from __future__ import annotations

from engine.bpmn.elements.base import Way
from engine.bpmn.elements.joining import Join
from engine.bpmn.token import Token


class ParallelGateway(Join):
    """Joins exactly one token per incoming flow; a second token on a flow waits for the next round."""

    def synchronised(self, token: Token) -> bool:
        arrived = self.arrived(token)
        if len(arrived) < len(self.incoming):
            return False
        survivor = arrived[token.flow] if token.flow else token
        self.consume(arrived, survivor)
        if survivor is token:
            return True
        self.release(survivor)
        return False

    def choose(self, token: Token) -> list[Way]:
        return list(self.ways)
