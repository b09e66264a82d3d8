"""From where a token can come to each incoming flow of an inclusive gateway."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.elements.inclusive_gateway import Reach
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.structure import link_target

Before = dict[str, list[str]]


class Paths:
    """The flows of one scope backwards. Sets of elements are bit masks: one bit for each element."""

    def __init__(self, scope: ScopePart) -> None:
        self.place = {number: 1 << index for index, number in enumerate(scope.nodes)}
        self._by_flows: Before = {n.id: [f.source for f in n.incoming] for n in scope.nodes.values()}
        for node in scope.nodes.values():
            jump = link_target(node)
            if jump is not None:
                self._by_flows[jump.id].append(node.id)
        hosts = {b.id: node.id for node in scope.nodes.values() for b in node.boundaries}
        self._anyhow = self._by_flows | {number: [host] for number, host in hosts.items()} if hosts else None

    def reaches(self, gateway: NodePart) -> Mapping[str, Reach]:
        """For each incoming flow, the elements from which a path leads to it without visiting the gateway."""
        return {flow.id: self._reach(flow.source, gateway.id) for flow in gateway.incoming}

    def _reach(self, source: str, gateway: str) -> Reach:
        by_flows = self._behind(source, gateway, self._by_flows)
        return Reach(by_flows, self._behind(source, gateway, self._anyhow) if self._anyhow else by_flows)

    def _behind(self, source: str, gateway: str, before: Before) -> int:
        seen = {gateway}
        todo = [source]
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                todo += before[number]
        return sum(self.place[number] for number in seen - {gateway})
