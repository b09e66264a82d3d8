"""Exclusive gateways: one way."""

from __future__ import annotations

from engine.bpmn.elements.base import Node, Way
from engine.bpmn.token import Token
from engine.bpmn.values import Evaluation


class ExclusiveGateway(Node):
    """The first flow in the file's order whose condition holds; else the default. Merges by passing on."""

    def choose(self, token: Token) -> list[Way]:
        if len(self.ways) < 2 and all(way.condition is None for way in self.ways):
            return list(self.ways)
        evaluation = Evaluation(token)
        for way in self.ways:
            if not way.default and self.holds(way, evaluation):
                return [way]
        return self.otherwise(token)
