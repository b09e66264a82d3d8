"""Reads one flow node: its family and its details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.bpmn.names import ACTIVITIES, GATEWAYS, local
from engine.bpmn.reading import activities, events
from engine.bpmn.reading.contents import check_contents
from engine.bpmn.reading.extensions import check_extensions, mappings, properties
from engine.bpmn.reading.gateways import read_gateway
from engine.bpmn.reading.loops import read_loop
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.reading.reader import Reader

_READ: dict[str, Callable[..., Any]] = {
    "task": activities.read_task,
    "userTask": activities.read_user_task,
    "manualTask": activities.read_user_task,
    "serviceTask": activities.read_service_task,
    "sendTask": activities.read_service_task,
    "scriptTask": activities.read_script_task,
    "businessRuleTask": activities.read_rule_task,
    "receiveTask": activities.read_receive_task,
    "callActivity": activities.read_call,
    "subProcess": activities.read_sub_process,
    "transaction": activities.read_transaction,
    "adHocSubProcess": activities.read_ad_hoc,
    "startEvent": events.read_start,
    "endEvent": events.read_end,
    "intermediateCatchEvent": events.read_catch,
    "intermediateThrowEvent": events.read_throw,
    "boundaryEvent": events.read_boundary,
    **dict.fromkeys(GATEWAYS, read_gateway),
}


def read_node(reader: Reader, xml: etree._Element, scope: ScopePart) -> NodePart:
    """One flow node of a scope. What is wrong stands in the report."""
    tag, name = local(xml), " ".join((xml.get("name") or "").split())
    check_extensions(reader, xml)
    check_contents(reader, xml, tag)
    common = {
        "id": xml.get("id"),
        "name": name,
        "properties": properties(xml),
        "inputs": mappings(reader, xml, "input"),
        "outputs": mappings(reader, xml, "output"),
    }
    family, details = _READ[tag](reader, xml, common, scope.lanes.get(xml.get("id")))
    loop = read_loop(reader, xml, common) if tag in ACTIVITIES else None
    return NodePart(xml.get("id"), tag, name, xml, scope, family, details, loop)
