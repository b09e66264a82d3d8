"""From where a token can come to each incoming flow of an inclusive gateway."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial

from engine.bpmn.elements.inclusive_gateway import InclusiveGateway, Reach
from engine.bpmn.reading.parts import NodePart, ScopePart

Before = list[list[int]]


class Paths:
    """The flows of one scope backwards. Sets of elements are bit masks: one bit for each element."""

    def __init__(self, scope: ScopePart) -> None:
        self._index = {number: index for index, number in enumerate(scope.nodes)}
        self._by_flows: Before = [[self._index[f.source] for f in n.incoming] for n in scope.nodes.values()]
        for thrown, caught in scope.jumps.items():
            self._by_flows[self._index[caught.id]].append(self._index[thrown])
        self._anyhow = self._with_boundaries(scope)

    def place(self, element: str) -> int:
        """The bit of an element."""
        return 1 << self._index[element]

    def connect(self, node: InclusiveGateway, part: NodePart) -> None:
        """Let a gateway know from where its incoming flows can be reached.

        Found when it is first asked and then kept, since a large diagram has many gateways.
        """
        sources = {flow.id: self._index[flow.source] for flow in part.incoming}
        node.reach = cache(partial(self._reaches, sources, self._index[part.id]))

    def _reaches(self, sources: dict[str, int], gateway: int) -> Mapping[str, Reach]:
        return {flow: self._reach(source, gateway) for flow, source in sources.items()}

    def _reach(self, source: int, gateway: int) -> Reach:
        by_flows = self._behind(source, gateway, self._by_flows)
        same = self._anyhow is self._by_flows
        return Reach(by_flows, by_flows if same else self._behind(source, gateway, self._anyhow))

    def _behind(self, source: int, gateway: int, before: Before) -> int:
        """The elements from which a path leads to `source`, itself included, without visiting the gateway."""
        bits = bytearray(len(before) // 8 + 1)
        seen = {gateway}
        todo = [source]
        while todo:
            index = todo.pop()
            if index not in seen:
                seen.add(index)
                bits[index >> 3] |= 1 << (index & 7)
                todo += before[index]
        return int.from_bytes(bits, "little")

    def _with_boundaries(self, scope: ScopePart) -> Before:
        """The same with a step from each activity to the events that interrupt it."""
        hosts = [(b, node) for node in scope.nodes.values() for b in node.boundaries]
        ends = [(b.id, node.id) for b, node in hosts if getattr(b.details, "interrupting", False)]
        if not ends:
            return self._by_flows
        found = list(self._by_flows)
        for boundary, host in ends:
            found[self._index[boundary]] = [self._index[host]]
        return found
