"""Reads one flow node: its family, its details and what must not be in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details
from engine.bpmn.elements.event_gateway import EventGateway
from engine.bpmn.elements.exclusive_gateway import ExclusiveGateway
from engine.bpmn.elements.inclusive_gateway import InclusiveGateway
from engine.bpmn.elements.parallel_gateway import ParallelGateway
from engine.bpmn.names import ACTIVITIES, BPMN, is_bpmn, is_true, local
from engine.bpmn.reading import activities, events
from engine.bpmn.reading.extensions import check_extensions, mappings, properties
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
    "startEvent": events.read_start,
    "endEvent": events.read_end,
    "intermediateCatchEvent": events.read_catch,
    "intermediateThrowEvent": events.read_throw,
    "boundaryEvent": events.read_boundary,
}
_GATEWAYS = {
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventGateway,
}
# What may stand in a flow node besides its own parts: notes for the reader, drawn data, references to flows.
_HARMLESS = {"documentation", "extensionElements", "incoming", "outgoing", "property"}
_DRAWN = {"dataInputAssociation", "dataOutputAssociation"}
_OWN = {"scriptTask": {"script"}}
_ATTRIBUTES = {
    "isForCompensation": ("false", "补偿任务"),
    "startQuantity": ("1", "开始数量"),
    "completionQuantity": ("1", "完成数量"),
    "instantiate": ("false", "创建实例的接收"),
}


def read_node(reader: Reader, xml: etree._Element, scope: ScopePart) -> NodePart:
    """One flow node of a scope. What is wrong stands in the report."""
    tag, name = local(xml), " ".join((xml.get("name") or "").split())
    check_extensions(reader, xml)
    _check_inside(reader, xml, tag)
    common = {
        "id": xml.get("id"),
        "name": name,
        "properties": properties(xml),
        "inputs": mappings(reader, xml, "input"),
        "outputs": mappings(reader, xml, "output"),
    }
    if tag in _GATEWAYS:
        family, details = _GATEWAYS[tag], Details(**common)
    else:
        family, details = _READ[tag](reader, xml, common, scope.lanes.get(xml.get("id")))
    loop = activities.read_loop(reader, xml, common) if tag in ACTIVITIES else None
    return NodePart(xml.get("id"), tag, name, xml, scope, family, details, loop)


def _check_inside(reader: Reader, xml: etree._Element, tag: str) -> None:
    """Everything in a node that would move tokens or data, and does not here, is refused."""
    report = reader.report
    for attribute, (usual, label) in _ATTRIBUTES.items():
        if xml.get(attribute, usual) != usual:
            report.error("unsupported-attribute", f"不支持{label}（{attribute}）。", xml)
    for child in xml.iterchildren(f"{BPMN}*"):
        kind = local(child)
        if kind in _HARMLESS or kind.endswith(("EventDefinition", "EventDefinitionRef")):
            continue
        if kind in _DRAWN:
            _check_drawn(reader, child)
        elif kind == "multiInstanceLoopCharacteristics" and tag in ACTIVITIES:
            _check_loop(reader, child)
        elif kind == "standardLoopCharacteristics":
            report.error("unsupported-loop", "不支持标准循环，请用回到前面的顺序流或多实例。", xml)
        elif tag != "subProcess" and kind not in _OWN.get(tag, ()):
            report.error("unsupported-child", f"不支持元素里的“{kind}”。", child)


def _check_drawn(reader: Reader, association: etree._Element) -> None:
    """A data association is a drawing; one that moves data would be lost."""
    for child in association.iterchildren(f"{BPMN}*"):
        if local(child) in ("assignment", "transformation"):
            reader.report.error(
                "data-association", "不支持搬运数据的数据关联，请用输入输出映射。", association
            )


def _check_loop(reader: Reader, loop: etree._Element) -> None:
    check_extensions(reader, loop)
    for child in loop.iterchildren():
        if is_bpmn(child) and local(child) not in (
            "extensionElements",
            "completionCondition",
            "documentation",
        ):
            reader.report.error("multi-instance", f"不支持多实例里的“{local(child)}”。", child)
    if loop.get("behavior", "All") != "All" or is_true(loop.get("startsCompensation")):
        reader.report.error("multi-instance", "不支持多实例的 behavior 设置。", loop)
