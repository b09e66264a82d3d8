"""Checks how the parts of a diagram hang together."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from engine.bpmn.compensation_rules import check_compensation
from engine.bpmn.events import Coded, Compensate, Link, Message, Signal
from engine.bpmn.gateway_rules import check_ways
from engine.bpmn.names import ACTIVITIES, BPMN, CHINESE, FLOW_NODES
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report

_NO_INCOMING = {"startEvent": "开始事件", "boundaryEvent": "边界事件"}


def check_structure(report: Report, process: ScopePart) -> None:
    """Findings about connections and reachability in all scopes."""
    for scope in process.all():
        for node in scope.nodes.values():
            _check_node(report, node)
        _check_starts(report, scope)
        _check_ad_hoc(report, scope)
        _check_links(report, scope)
        check_compensation(report, scope)
        _check_reachable(report, scope)


def entrances(scope: ScopePart) -> list[NodePart]:
    """Where tokens begin: the start events, else every element that nothing leads to."""
    starts = [n for n in scope.nodes.values() if n.tag == "startEvent"]
    return starts or [n for n in scope.nodes.values() if begins_by_itself(n)]


def begins_by_itself(node: NodePart) -> bool:
    """Does nothing lead to the element, not even an event, a link or a compensation?"""
    caught = isinstance(node.event, Link) and node.tag == "intermediateCatchEvent"
    led_to = node.incoming or node.is_event_sub_process or node.for_compensation or caught
    return not led_to and node.tag != "boundaryEvent"


def check_ids(report: Report, root: etree._Element) -> None:
    """Findings about ids that two elements of a file have."""
    named = [x for x in root.iter(f"{BPMN}*") if x.get("id")]
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
    check_ways(report, node)


def _check_catchers(report: Report, catchers: list[NodePart]) -> None:
    """Two catchers of the same code on one element: it could not be said which one acts."""
    seen: set[Coded] = set()
    for node in catchers:
        event = node.event
        if isinstance(event, Coded):
            alone = event.kind == "escalation" and any(e.kind == event.kind for e in seen)
            if event in seen:
                message = f"代码“{event.code or '任意'}”有两个事件同时捕获。"
                report.error("duplicate-catcher", message, node.xml)
            elif alone and None in (event.code, *(e.code for e in seen if e.kind == event.kind)):
                message = "这里有一个捕获任意代码的升级事件，不能再有别的升级事件，否则分不清由谁处理。"
                report.error("duplicate-catcher", message, node.xml)
            seen.add(event)


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
    elif not starts:
        for node in scope.nodes.values():
            if node.tag == "endEvent":  # BPMN 2.0.2, 10.5.2
                report.error("end-without-start", "有结束事件就须有开始事件，请补画开始事件。", node.xml)
    names = Counter(_heard_name(n) for n in starts)
    for start in starts:
        if _heard_name(start) and names[_heard_name(start)] > 1:
            report.error("several-starts", "两个开始事件等待同名的消息或信号。", start.xml)
    _check_catchers(report, [_start_of(n) for n in scope.nodes.values() if n.is_event_sub_process])


def _check_ad_hoc(report: Report, scope: ScopePart) -> None:
    """BPMN 2.0.2, 10.3.5: neither start nor end events; one at a time leaves no room for a fork."""
    if not scope.ad_hoc:
        return
    for node in scope.nodes.values():
        if node.tag in ("startEvent", "endEvent"):
            report.error("ad-hoc", f"即席子流程里不能有{CHINESE[node.tag]}，请删去它。", node.xml)
        forks = node.tag not in ("exclusiveGateway", "eventBasedGateway") and len(node.outgoing) > 1
        if forks and scope.xml.get("ordering") == "Sequential":
            report.error("ad-hoc", "一次只办一个的即席子流程里不能分出几条路，请用排他网关。", node.xml)


def _start_of(event_sub_process: NodePart) -> NodePart:
    inside = event_sub_process.inside
    starts = [n for n in inside.nodes.values() if n.tag == "startEvent"] if inside else []
    return starts[0] if starts else event_sub_process


def _heard_name(node: NodePart) -> tuple[type, str] | None:
    event = getattr(node.details, "event", None)
    return (type(event), event.name.text) if isinstance(event, Message | Signal) else None


def _check_links(report: Report, scope: ScopePart) -> None:
    caught = Counter(name for name, node in scope.links if node.tag == "intermediateCatchEvent")
    thrown = {name for name, node in scope.links if node.tag == "intermediateThrowEvent"}
    for name, node in scope.links:
        throws = node.tag == "intermediateThrowEvent"
        if throws and caught[name] != 1:
            report.error("link", f"链接“{name}”须恰好有一个捕获端在同一层。", node.xml)
        if (throws and node.outgoing) or (not throws and node.incoming):
            report.error("link", "链接事件的抛出端不能有出口，捕获端不能有入口。", node.xml)
        if not throws and name not in thrown:
            report.error("link", f"链接“{name}”没有抛出端。", node.xml)


def link_target(node: NodePart) -> NodePart | None:
    """The catch event to which a link throw event jumps."""
    return node.scope.jumps.get(node.id)


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
        if node.id not in seen and node.tag in FLOW_NODES and not node.for_compensation:
            report.house_error("unreachable", "没有任何路径到达这个元素。", node.xml)
        ends = node.tag in ("endEvent", "intermediateThrowEvent") or node.is_event_sub_process
        ends = ends or node.for_compensation or isinstance(node.event, Compensate)
        if not node.outgoing and not ends:
            report.warning("dead-end", "流程在这里结束，却没有结束事件。", node.xml)
