"""House rules for diagrams: ids, names, articles, and the properties to which the house gives a meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.names import ACTIVITIES
from engine.bpmn.people_rules import check_people
from engine.bpmn.reading.extensions import properties
from engine.bpmn.reading.parts import NodePart, ScopePart
from engine.bpmn.report import Report
from engine.bpmn.timers import Timer

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PROCESS = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*")
_LIST = re.compile(r"[,;，；、\s]+")
_PRIORITY = re.compile(r"[0-9]{1,3}")
_NAMED = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "startEvent", "endEvent"}


def check_house_rules(report: Report, process: ScopePart) -> None:
    """Findings about names and the properties that the house gives a meaning to."""
    if not _PROCESS.fullmatch(process.id):
        message = f"流程编号“{process.id}”须由小写英文、数字、点和连字符组成。"
        report.error("process-id", message, process.xml)
    nodes, whole = {n.id: n for n in _nodes(process)}, properties(process.xml)
    for node in nodes.values():
        _check_names(report, node)
        _check_four_eyes(report, node, nodes)
        _check_irreversible(report, node)
        _check_recuses(report, node)
        _check_publishes(report, node)
        _check_missed(report, node)
        _check_priority(report, node.details.properties, node.xml)
        check_people(report, node, whole)
    _check_priority(report, whole, process.xml)


def listed(text: str | None) -> tuple[str, ...]:
    """`J-22.3, J-22.4` as a tuple."""
    return tuple(part for part in _LIST.split(text or "") if part)


def _nodes(process: ScopePart) -> Iterator[NodePart]:
    for scope in process.all():
        yield from scope.nodes.values()


def _check_names(report: Report, node: NodePart) -> None:
    if not _KEBAB.fullmatch(node.id):
        report.error("kebab-case", f"编号“{node.id}”须用小写英文和连字符，例如 desk-review。", node.xml)
    if not node.name and _needs_name(node):
        report.warning("missing-name", "请写上名称，办事的人要看它。", node.xml)


def _needs_name(node: NodePart) -> bool:
    gateway = node.tag in ("exclusiveGateway", "inclusiveGateway")
    return node.tag in _NAMED and not (gateway and len(node.outgoing) < 2)


def _check_four_eyes(report: Report, node: NodePart, nodes: dict[str, NodePart]) -> None:
    written = node.details.properties.get("four-eyes")
    if written is None:
        return
    if node.tag != "userTask":
        report.error("four-eyes", "four-eyes 只能写在用户任务上。", node.xml)
    for other in listed(written):
        if other not in nodes or nodes[other].tag != "userTask":
            report.error("four-eyes", f"four-eyes 里的“{other}”不是本流程的用户任务。", node.xml)


def _check_recuses(report: Report, node: NodePart) -> None:
    written = node.details.properties.get("recuses")
    if written is None:
        return
    if node.tag != "userTask":
        report.error("recuses", "recuses 只能写在用户任务上。", node.xml)
    elif not written.strip():
        report.error("recuses", "recuses 须写回避的条件。", node.xml)


def _check_publishes(report: Report, node: NodePart) -> None:
    written = node.details.properties.get("publishes")
    if written is None:
        return
    if node.tag != "userTask":
        report.error("publishes", "publishes 只能写在用户任务上。", node.xml)
    elif written not in ("call", "list"):
        report.error("publishes", "publishes 须写 call（申报通知）或 list（公示名单）。", node.xml)


def _check_irreversible(report: Report, node: NodePart) -> None:
    written = node.details.properties.get("irreversible")
    if written is None:
        return
    if written not in ("true", "false"):
        report.error("irreversible", "irreversible 须写 true 或 false。", node.xml)
    if not isinstance(getattr(node.details, "event", None), Timer):
        report.error("irreversible", "irreversible 只能写在定时事件上。", node.xml)


def _check_missed(report: Report, node: NodePart) -> None:
    written = node.details.properties.get("missed")
    if written is None:
        return
    if written not in ("once", "each"):
        report.error("missed", "missed 须写 once（合并为一次）或 each（逐次补上）。", node.xml)
    event = getattr(node.details, "event", None)
    if not isinstance(event, Timer) or event.kind != "timeCycle":
        report.error("missed", "missed 只能写在周期定时事件上。", node.xml)


def _check_priority(report: Report, written: Mapping[str, str], xml: Any) -> None:
    number = written.get("job-priority", "0")
    if not _PRIORITY.fullmatch(number):
        report.error("job-priority", f"job-priority“{number}”须是 0 到 999 的整数。", xml)
