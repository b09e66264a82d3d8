"""House rules about whom a diagram lets begin a case or send it a message."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.events import Message
from engine.bpmn.people import KEY, KEY_VARIABLE, SENDER, SENDERS, STARTERS, starter_groups
from engine.bpmn.reading.parts import NodePart
from engine.bpmn.report import Report


def check_people(report: Report, node: NodePart, whole: Mapping[str, str]) -> None:
    """Findings about one element; `whole` are the properties of its process."""
    said, form = node.details.properties, getattr(node.details, "form_id", None)
    if node.tag == "startEvent" and node.scope.parent is None:
        _check_start(report, node, form, whole)
        return
    for name in (STARTERS, KEY, KEY_VARIABLE):
        if name in said:
            report.error("people", f"{name} 只能写在流程的开始事件上。", node.xml)
    listens = isinstance(node.event, Message) and node.tag not in ("endEvent", "intermediateThrowEvent")
    sent = SENDERS in said or SENDER in said
    if sent and not listens:
        report.error("people", "sender 和 candidate-sender-groups 只能写在等消息的元素上。", node.xml)
    if form and node.tag != "userTask" and node.tag != "manualTask" and not listens:
        report.error("people", "事件上的表单由人填写，只能写在没有定义的开始事件和等消息的元素上。", node.xml)
    elif form and listens and not sent:
        message = "有表单，没有写谁可以发这条消息：请写属性 sender 或 candidate-sender-groups。"
        report.error("people", message, node.xml)


def _check_start(report: Report, node: NodePart, form: str | None, whole: Mapping[str, str]) -> None:
    said = node.details.properties
    if SENDERS in said or SENDER in said:
        message = "流程的开始事件写 candidate-starter-groups；sender 和 candidate-sender-groups 写在半路等消息的元素上。"
        report.error("people", message, node.xml)
    if form and not (node.event is None or isinstance(node.event, Message)):
        report.error("people", "定时或信号启动的没有人填表；请把表单写在没有定义的开始事件上。", node.xml)
    if form and not starter_groups(said, whole):
        message = "有启动表单，没有写谁可以启动：请在这里或流程上写属性 candidate-starter-groups。"
        report.error("people", message, node.xml)
    for name in (KEY, KEY_VARIABLE):
        if name in said and not (form or STARTERS in said):
            message = f"{name} 只用在由人启动的地方：请写上启动表单或 candidate-starter-groups，或删去它。"
            report.error("people", message, node.xml)
