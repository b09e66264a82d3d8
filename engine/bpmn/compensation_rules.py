"""Checks compensation and transactions (BPMN 2.0.2, 10.3.5 and 10.7)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.events import Cancel, Compensate
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report


def check_compensation(report: Report, scope: ScopePart) -> None:
    """Findings about what undoes, what is undone and who asks for it, in one scope."""
    handlers = {n.handler for n in scope.nodes.values() if n.handler is not None}
    for node in scope.nodes.values():
        if node.for_compensation:
            _check_handler(report, node, used=node in handlers)
        elif node in handlers:
            report.error("compensation", "补偿活动须设 isForCompensation。", node.xml)
        if node.handler is not None and node.inside is not None and node.inside.compensators:
            message = "这个子流程既有补偿边界事件又有补偿事件子流程，请只留一个。"
            report.error("duplicate-catcher", message, node.xml)
        if isinstance(node.event, Compensate):
            _check_event(report, node)
        if isinstance(node.event, Cancel):
            _check_cancel(report, node)
    _check_bodies(report, scope)


def _check_handler(report: Report, node: NodePart, *, used: bool) -> None:
    if node in node.scope.compensators:  # some editors mark the event sub-process as well
        return
    if not used:
        message = "补偿活动没有由任何补偿边界事件用关联线连到，永远不会执行。"
        report.error("compensation", message, node.xml)
    if node.incoming or node.outgoing:
        report.error("compensation", "补偿活动不能连接顺序流，它由关联线引出。", node.xml)
    for boundary in node.boundaries:
        message = "补偿活动上不能有边界事件；要捕获错误，请用带事件子流程的子流程作补偿活动。"
        report.error("compensation", message, boundary.xml)
    if node.is_event_sub_process:
        report.error("compensation", "事件子流程不能用关联线作补偿活动。", node.xml)


def _check_event(report: Report, node: NodePart) -> None:
    if node.tag == "boundaryEvent":
        if node.outgoing:
            message = "补偿边界事件不能有离开的顺序流，请用关联线连到补偿活动。"
            report.error("compensation", message, node.xml)
        return
    if node.tag == "startEvent":
        return
    event = node.event
    assert isinstance(event, Compensate)
    seen = [scope.nodes for scope in _spoken_for(node.scope)]
    if event.activity is None:
        if not any(n.undoable for nodes in seen for n in nodes.values()):
            report.warning("nothing-to-undo", "这一层没有任何活动有补偿处理，补偿不会做什么。", node.xml)
        return
    found = next((nodes[event.activity] for nodes in seen if event.activity in nodes), None)
    if found is None:
        message = f"要补偿的活动“{event.activity}”不在这一层。"
        report.error("compensation", message, node.xml)
    elif not found.undoable:
        message = f"要补偿的活动“{event.activity}”没有补偿处理，请给它加补偿边界事件。"
        report.error("compensation", message, node.xml)


def _spoken_for(scope: ScopePart) -> Iterator[ScopePart]:
    """The scope of a throw, and the scopes around it that its event sub-processes speak for."""
    here: ScopePart | None = scope
    while here is not None:
        yield here
        here = here.parent if here.of_event else None


def _check_cancel(report: Report, node: NodePart) -> None:
    if node.tag == "endEvent":
        around = node.scope.parent and node.scope.parent.nodes.get(node.scope.id)
        if not around or around.tag != "transaction":
            message = "取消结束事件只能直接放在事务子流程里。"
            report.error("transaction", message, node.xml)
        elif not any(isinstance(b.event, Cancel) for b in around.boundaries):
            message = "事务会被取消，却没有取消边界事件：请在它的边界上加一个，说明取消之后怎么走。"
            report.error("transaction", message, around.xml)
        return
    host = node.scope.nodes.get(node.xml.get("attachedToRef", ""))
    if host is None:
        return
    if host.tag != "transaction":
        report.error("transaction", "取消边界事件只能附着在事务子流程上。", node.xml)
        return
    first = next(b for b in host.boundaries if isinstance(b.event, Cancel))
    if first is not node:
        report.error("duplicate-catcher", "一个事务只能有一个取消边界事件。", node.xml)
    inside = host.inside.nodes.values() if host.inside is not None else ()
    if not any(n.tag == "endEvent" and isinstance(n.event, Cancel) for n in inside):
        report.warning("never-cancelled", "事务里没有取消结束事件，这个边界事件不会发生。", node.xml)


def _check_bodies(report: Report, scope: ScopePart) -> None:
    bodies = scope.compensators
    for body in bodies[1:]:
        report.error("duplicate-catcher", "一层里只能有一个补偿事件子流程。", body.xml)
    if bodies and scope.parent is None:
        message = "补偿事件子流程要放在子流程里：整个流程结束之后没有谁再补偿它。"
        report.error("compensation", message, bodies[0].xml)
