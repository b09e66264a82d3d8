"""Checks how the parts of a diagram hang together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.bpmn.events import Coded, Link, Message
from engine.bpmn.names import ACTIVITIES, BPMN, FLOW_NODES
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report

_NO_INCOMING = {"startEvent": "开始事件", "boundaryEvent": "边界事件"}


def check_structure(report: Report, process: ScopePart) -> None:
    """Findings about ids, connections and reachability in all scopes."""
    _check_ids(report, process.xml)
    for scope in process.all():
        for node in scope.nodes.values():
            _check_node(report, node)
        _check_starts(report, scope)
        _check_links(report, scope)
        _check_reachable(report, scope)


def entrances(scope: ScopePart) -> list[NodePart]:
    """Where tokens begin: the start events, else every element that nothing leads to."""
    starts = [n for n in scope.nodes.values() if n.tag == "startEvent"]
    return starts or [n for n in scope.nodes.values() if begins_by_itself(n)]


def begins_by_itself(node: NodePart) -> bool:
    """Does nothing lead to the element, not even an event or a link?"""
    caught = isinstance(getattr(node.details, "event", None), Link) and node.tag == "intermediateCatchEvent"
    return not node.incoming and node.tag != "boundaryEvent" and not node.is_event_sub_process and not caught


def _check_ids(report: Report, process: etree._Element) -> None:
    named = [x for x in process.getroottree().getroot().iter(f"{BPMN}*") if x.get("id")]
    times = Counter(x.get("id") for x in named)
    for x in named:
        if times[x.get("id")] > 1:
            times[x.get("id")] = 1
            report.error("duplicate-id", f"编号“{x.get('id')}”用了不止一次。", x)


def _check_node(report: Report, node: NodePart) -> None:
    if node.tag in _NO_INCOMING and node.incoming:
        report.error("incoming-flow", f"{_NO_INCOMING[node.tag]}不能有进入的顺序流。", node.xml)
    if node.tag == "endEvent" and node.outgoing:
        report.error("outgoing-flow", "结束事件不能有离开的顺序流。", node.xml)
    if node.is_event_sub_process and (node.incoming or node.outgoing):
        report.error("event-sub-process", "事件子流程不能连接顺序流。", node.xml)
    if node.is_event_sub_process and node.loop is not None:
        report.error("event-sub-process", "事件子流程不能是多实例。", node.xml)
    if node.boundaries and node.tag not in ACTIVITIES:
        for boundary in node.boundaries:
            report.error("boundary-event", "边界事件只能附着在活动上。", boundary.xml)
    if node.is_event_sub_process and node.boundaries:
        report.error("event-sub-process", "事件子流程上不能有边界事件。", node.xml)
    _check_catchers(report, node.boundaries)
    _check_ways(report, node)


def _check_catchers(report: Report, catchers: list[NodePart]) -> None:
    """Two catchers of the same error on one element: it could not be said which one acts."""
    seen = set()
    for node in catchers:
        event = getattr(node.details, "event", None)
        if isinstance(event, Coded):
            if event in seen:
                report.error(
                    "duplicate-catcher", f"代码“{event.code or '任意'}”有两个事件同时捕获。", node.xml
                )
            seen.add(event)


def _check_ways(report: Report, node: NodePart) -> None:
    flows = node.outgoing
    match node.tag:
        case "exclusiveGateway" | "inclusiveGateway" if len(flows) > 1:
            for flow in flows:
                if flow.condition is None and not flow.default:
                    report.error("missing-condition", "网关的分支须有条件，或设为默认流。", flow.xml)
            if not any(f.default for f in flows):
                report.warning("no-default", "没有默认流：条件都不成立时流程无法继续。", node.xml)
        case "parallelGateway" | "eventBasedGateway":
            for flow in flows:
                if flow.condition is not None or flow.default:
                    report.error("meaningless-condition", "这种网关的分支不能有条件或默认流。", flow.xml)
    if node.tag == "eventBasedGateway":
        _check_race(report, node)
    if node.tag == "startEvent" and any(f.condition for f in flows):
        report.error("meaningless-condition", "开始事件的出口不能有条件。", node.xml)


def _check_race(report: Report, node: NodePart) -> None:
    targets = [node.scope.nodes[f.target] for f in node.outgoing]
    if len(targets) < 2:
        report.error("event-gateway", "事件网关至少要有两个分支。", node.xml)
    for target in targets:
        heard = target.tag in ("intermediateCatchEvent", "receiveTask")
        if not heard or isinstance(getattr(target.details, "event", None), Link):
            report.error("event-gateway", "事件网关后面只能是消息或定时捕获事件，或接收任务。", target.xml)
        if len(target.incoming) > 1:
            report.error("event-gateway", "事件网关后面的事件不能再有别的进入流。", target.xml)
        if target.boundaries or target.loop:
            report.error("event-gateway", "事件网关后面的接收任务不能有边界事件或多实例。", target.xml)


def _check_starts(report: Report, scope: ScopePart) -> None:
    starts = [n for n in scope.nodes.values() if n.tag == "startEvent"]
    none = [n for n in starts if getattr(n.details, "event", None) is None]
    if scope.of_event:
        if len(starts) != 1:
            report.error("event-sub-process", "事件子流程须恰好有一个开始事件。", scope.xml)
        return
    if len(none) > 1:
        report.error("several-starts", "只能有一个无定义的开始事件。", none[1].xml)
    if scope.parent is not None and len(starts) > 1:
        report.error("several-starts", "子流程只能有一个开始事件。", scope.xml)
    if not scope.nodes:
        report.error("empty-scope", "流程或子流程里没有任何元素。", scope.xml)
    elif not entrances(scope):
        report.error("no-start", "没有开始：每个元素都有进入的顺序流。", scope.xml)
    names = Counter(_message_name(n) for n in starts)
    for start in starts:
        if _message_name(start) and names[_message_name(start)] > 1:
            report.error("several-starts", "两个开始事件等待同名的消息。", start.xml)
    _check_catchers(report, [_start_of(n) for n in scope.nodes.values() if n.is_event_sub_process])


def _start_of(event_sub_process: NodePart) -> NodePart:
    inside = event_sub_process.inside
    starts = [n for n in inside.nodes.values() if n.tag == "startEvent"] if inside else []
    return starts[0] if starts else event_sub_process


def _message_name(node: NodePart) -> str | None:
    event = getattr(node.details, "event", None)
    return event.name.text if isinstance(event, Message) else None


def _check_links(report: Report, scope: ScopePart) -> None:
    caught = Counter(name for name, node in _links(scope) if node.tag == "intermediateCatchEvent")
    thrown = {name for name, node in _links(scope) if node.tag == "intermediateThrowEvent"}
    for name, node in _links(scope):
        throws = node.tag == "intermediateThrowEvent"
        if throws and caught[name] != 1:
            report.error("link", f"链接“{name}”须恰好有一个捕获端在同一层。", node.xml)
        if (throws and node.outgoing) or (not throws and node.incoming):
            report.error("link", "链接事件的抛出端不能有出口，捕获端不能有入口。", node.xml)
        if not throws and name not in thrown:
            report.error("link", f"链接“{name}”没有抛出端。", node.xml)


def _links(scope: ScopePart) -> Iterator[tuple[str, NodePart]]:
    for node in scope.nodes.values():
        event = getattr(node.details, "event", None)
        if isinstance(event, Link):
            yield event.name, node


def link_target(node: NodePart) -> NodePart | None:
    """The catch event to which a link throw event jumps."""
    event = getattr(node.details, "event", None)
    if node.tag != "intermediateThrowEvent" or not isinstance(event, Link):
        return None
    found = (n for name, n in _links(node.scope) if name == event.name and n.tag == "intermediateCatchEvent")
    return next(found, None)


def _check_reachable(report: Report, scope: ScopePart) -> None:
    todo = [*entrances(scope), *(n for n in scope.nodes.values() if n.is_event_sub_process)]
    seen = set()
    while todo:
        node = todo.pop()
        if node.id in seen:
            continue
        seen.add(node.id)
        todo += [scope.nodes[f.target] for f in node.outgoing] + node.boundaries
        jump = link_target(node)
        todo += [jump] if jump is not None else []
    for node in scope.nodes.values():
        if node.id not in seen and node.tag in FLOW_NODES:
            report.error("unreachable", "没有任何路径到达这个元素。", node.xml)
        ends = node.tag in ("endEvent", "intermediateThrowEvent") or node.is_event_sub_process
        if not node.outgoing and not ends:
            report.warning("dead-end", "流程在这里结束，却没有结束事件。", node.xml)
