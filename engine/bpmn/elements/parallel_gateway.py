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
        self.consume(arrived, token)
        return True

    def released(self, token: Token) -> bool:
        """Only a migration to a diagram with fewer incoming flows completes a set without an arrival."""
        arrived = self.arrived(token)
        if len(arrived) < len(self.incoming):
            return False
        survivor = arrived[self.incoming[0]]
        self.consume(arrived, survivor)
        self.release(survivor)
        return True

    def choose(self, token: Token) -> list[Way]:
        return list(self.ways)
