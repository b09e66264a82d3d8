"""Finds the compensation handler of each activity: an association leads to it from the boundary event."""

from __future__ import annotations

from collections import defaultdict

from engine.bpmn.events import Compensate
from engine.bpmn.names import ACTIVITIES, BPMN
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.reading.reader import Reader


def connect_handlers(reader: Reader, process: ScopePart) -> None:
    """Hang handlers on the activities that they undo. What is wrong stands in the report."""
    ends: dict[str, list[str]] = defaultdict(list)
    for line in process.xml.getroottree().getroot().iter(f"{BPMN}association"):
        ends[line.get("sourceRef", "")].append(line.get("targetRef", ""))
    for scope in process.all():
        for node in scope.nodes.values():
            for boundary in node.boundaries:
                if isinstance(boundary.event, Compensate):
                    _hang(reader, node, boundary, ends[boundary.id])


def _hang(reader: Reader, node: NodePart, boundary: NodePart, ends: list[str]) -> None:
    beside = [node.scope.nodes[end] for end in dict.fromkeys(ends) if end in node.scope.nodes]
    found = [other for other in beside if other.tag in ACTIVITIES]
    if len(found) != 1:
        message = "补偿边界事件须用一条关联线连到同一层的一个补偿活动（isForCompensation）。"
        reader.report.error("compensation", message, boundary.xml)
    elif node.handler is not None:
        reader.report.error("duplicate-catcher", "一个活动只能有一个补偿边界事件。", boundary.xml)
    else:
        node.handler = found[0]
