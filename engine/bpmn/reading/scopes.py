"""Reads a process or sub-process with everything inside it."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.names import BPMN, FLOW_NODES, SUB_PROCESSES, UNSUPPORTED_NODES, is_bpmn, local
from engine.bpmn.reading.extensions import check_extensions, properties
from engine.bpmn.reading.handlers import connect_handlers
from engine.bpmn.reading.nodes import read_node
from engine.bpmn.reading.parts import FlowPart, NodePart, ScopePart
from engine.bpmn.reading.reader import Reader

MAX_DEPTH = 100
_NOTES = {
    "documentation",
    "extensionElements",
    "textAnnotation",
    "association",
    "group",
    "laneSet",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "property",
    "ioSpecification",
    "incoming",
    "outgoing",
    "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics",
    "completionCondition",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "dataInputAssociation",
    "dataOutputAssociation",
}


def read_process(reader: Reader, xml: etree._Element) -> ScopePart:
    """A process with all its scopes, flows connected. What is wrong stands in the report."""
    check_extensions(reader, xml)
    scope = ScopePart(xml.get("id", ""), xml, lanes=_lanes(xml))
    _read_scope(reader, scope, 1)
    for inside in scope.all():
        _connect(reader, inside)
    connect_handlers(reader, scope)
    return scope


def _read_scope(reader: Reader, scope: ScopePart, depth: int) -> None:
    if depth > MAX_DEPTH:
        reader.report.error("too-deep", f"子流程嵌套超过 {MAX_DEPTH} 层。", scope.xml)
        return
    for child in scope.xml.iterchildren():
        if not is_bpmn(child):
            continue
        tag = local(child)
        if tag in FLOW_NODES | {"sequenceFlow"} and not child.get("id"):
            reader.report.error("missing-id", f"“{tag}”没有编号（id）。", child)
        elif tag in FLOW_NODES:
            _read_child(reader, child, scope, depth)
        elif tag == "sequenceFlow":
            _read_flow(reader, child, scope)
        elif tag in UNSUPPORTED_NODES:
            reader.report.error("unsupported-element", f"不支持{UNSUPPORTED_NODES[tag]}。", child)
        elif tag not in _NOTES:
            reader.report.error("unsupported-element", f"不支持元素“{tag}”。", child)


def _read_child(reader: Reader, xml: etree._Element, scope: ScopePart, depth: int) -> None:
    node = read_node(reader, xml, scope)
    scope.nodes.setdefault(node.id, node)
    if node.tag in SUB_PROCESSES:
        node.inside = ScopePart(node.id, xml, scope, lanes=_inherited(scope, node))
        _read_scope(reader, node.inside, depth + 1)


def _read_flow(reader: Reader, xml: etree._Element, scope: ScopePart) -> None:
    check_extensions(reader, xml)
    name = " ".join((xml.get("name") or "").split())
    flow = FlowPart(xml.get("id", ""), xml.get("sourceRef", ""), xml.get("targetRef", ""), name, xml)
    condition = xml.find(f"{BPMN}conditionExpression")
    if condition is not None and (condition.text or "").strip():
        flow.condition = reader.expression(condition.text, "条件", condition, ("boolean",))
    scope.flows.setdefault(flow.id, flow)


def _connect(reader: Reader, scope: ScopePart) -> None:
    """Hang flows on their nodes and boundary events on their hosts."""
    report = reader.report
    for flow in scope.flows.values():
        source, target = scope.nodes.get(flow.source), scope.nodes.get(flow.target)
        if source is None or target is None:
            missing = flow.source if source is None else flow.target
            message = f"顺序流连接的“{missing}”不在同一个流程或子流程里，或者不存在。"
            report.error("flow-across-scopes", message, flow.xml)
            continue
        source.outgoing.append(flow)
        target.incoming.append(flow)
    for node in scope.nodes.values():
        _mark_default(reader, node)
        if node.tag == "boundaryEvent":
            _attach(reader, node)


def _mark_default(reader: Reader, node: NodePart) -> None:
    default = node.xml.get("default")
    if default is None:
        return
    found = next((f for f in node.outgoing if f.id == default), None)
    if found is None:
        reader.report.error("unresolved-reference", f"默认流“{default}”不是它的出口。", node.xml)
    else:
        found.default, found.condition = True, None


def _attach(reader: Reader, node: NodePart) -> None:
    host = node.scope.nodes.get(node.xml.get("attachedToRef", ""))
    if host is None:
        reader.report.error("unresolved-reference", "边界事件没有附着在同一层的活动上。", node.xml)
    else:
        host.boundaries.append(node)


def _lanes(process: etree._Element) -> dict[str, str]:
    """Node id -> candidate group of its innermost lane: the property `candidate-group`, else the lane's name."""
    found = {}
    for lane in process.iter(f"{BPMN}lane"):
        group = properties(lane).get("candidate-group") or lane.get("name")
        for reference in lane.iterchildren(f"{BPMN}flowNodeRef"):
            if group and reference.text:
                found[reference.text.strip()] = group
    return found


def _inherited(scope: ScopePart, node: NodePart) -> dict[str, str]:
    """What is inside a sub-process stands in the sub-process's lane unless a lane names it."""
    lane = scope.lanes.get(node.id)
    inner = {x.get("id"): lane for x in node.xml.iter() if x.get("id") and lane}
    return {**inner, **scope.lanes}
