"""Checks what leads out of gateways and other elements."""

from __future__ import annotations

from engine.bpmn.events import Link, Message
from engine.bpmn.reading.parts import NodePart
from engine.bpmn.report import Report


def check_ways(report: Report, node: NodePart) -> None:
    """Findings about the flows out of an element and the conditions on them."""
    flows = node.outgoing
    match node.tag:
        case "exclusiveGateway" | "inclusiveGateway" if len(flows) > 1:
            for flow in flows:
                if flow.condition is None and not flow.default:
                    report.house_error("missing-condition", "网关的分支须有条件，或设为默认流。", flow.xml)
            if not any(f.default for f in flows):
                report.warning("no-default", "没有默认流：条件都不成立时流程无法继续。", node.xml)
        case "parallelGateway" | "eventBasedGateway":
            for flow in flows:
                if flow.condition is not None or flow.default:
                    report.error("meaningless-condition", "这种网关的分支不能有条件或默认流。", flow.xml)
    if node.tag == "complexGateway":
        _check_complex(report, node)
    if node.tag == "eventBasedGateway":
        _check_race(report, node)
    if node.tag == "startEvent" and any(f.condition for f in flows):
        report.house_error("meaningless-condition", "开始事件的出口不能有条件。", node.xml)


def _check_complex(report: Report, node: NodePart) -> None:
    activation = getattr(node.details, "activation", None)
    if len(node.incoming) > 1 and activation is None:
        message = "复杂网关有几个入口，须写明激活条件（activationCondition），例如 =activationCount >= 2。"
        report.error("complex-gateway", message, node.xml)
    if len(node.incoming) < 2 and activation is not None:
        report.error("complex-gateway", "复杂网关只有一个入口，激活条件没有意义，请删去它。", node.xml)
    for flow in node.outgoing if len(node.incoming) > 1 else ():
        phased = flow.condition is not None and ("waitingForStart",) in flow.condition.variables
        if flow.default or (flow.condition is not None and not phased):
            message = "复杂网关收齐其余令牌而复位时，还会再判断这条流；只想走一次，请在条件里加上 and waitingForStart。"
            report.warning("complex-gateway", message, flow.xml)


def _check_race(report: Report, node: NodePart) -> None:
    targets = [node.scope.nodes[f.target] for f in node.outgoing]
    if len(targets) < 2:
        report.error("event-gateway", "事件网关至少要有两个分支。", node.xml)
    for target in targets:
        heard = target.tag in ("intermediateCatchEvent", "receiveTask")
        if not heard or isinstance(getattr(target.details, "event", None), Link):
            report.error(
                "event-gateway", "事件网关后面只能是消息、信号、定时或条件捕获事件，或接收任务。", target.xml
            )
        if len(target.incoming) > 1:
            report.error("event-gateway", "事件网关后面的事件不能再有别的进入流。", target.xml)
        if target.boundaries or target.loop:
            report.error("event-gateway", "事件网关后面的接收任务不能有边界事件或多实例。", target.xml)

    messages = {t.tag for t in targets if isinstance(t.event, Message)}
    if len(messages) > 1:  # BPMN 2.0.2, 10.6.6
        message = "事件网关后面不能既有接收任务又有消息捕获事件，请统一用其中一种。"
        report.error("event-gateway", message, node.xml)
