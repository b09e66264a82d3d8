"""Reads events: which definition they carry and whether it can be there."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.boundary import Boundary, BoundaryDetails
from engine.bpmn.elements.catching import CatchEvent, EventDetails
from engine.bpmn.elements.coded import ErrorEnd, EscalationEnd, EscalationThrow
from engine.bpmn.elements.compensation import CompensationEnd, CompensationThrow
from engine.bpmn.elements.end import EndEvent, MessageEnd, TerminateEnd
from engine.bpmn.elements.job import JobDetails, MessageThrow, NoneThrow
from engine.bpmn.elements.signalling import SignalEnd, SignalThrow
from engine.bpmn.elements.start import StartEvent
from engine.bpmn.elements.transaction import CancelEnd
from engine.bpmn.events import Cancel, Coded, Compensate, Definition, Link, Message, Signal, Terminate
from engine.bpmn.names import BPMN, CHINESE, is_true, local
from engine.bpmn.reading.definitions import KINDS, definition
from engine.bpmn.reading.extensions import check_extensions, form_of, job
from engine.bpmn.reading.reader import Reader, zeebe

# Which definitions may stand where (BPMN 2.0.2, 10.5.1 to 10.5.5), as far as they are executed.
_ALLOWED = {
    "start": {"message", "timer", "signal"},
    "inner start": set(),
    "event sub-process": {"message", "timer", "signal", "conditional", "error", "escalation", "compensate"},
    "end": {"message", "signal", "error", "escalation", "compensate", "cancel", "terminate"},
    "catch": {"message", "timer", "signal", "conditional", "link"},
    "throw": {"message", "signal", "escalation", "compensate", "link"},
    "boundary": {
        "message",
        "timer",
        "signal",
        "conditional",
        "error",
        "escalation",
        "compensate",
        "cancel",
    },
}
_NOT_HERE = {
    "start": "流程不能由{}开始。",
    "inner start": "子流程只能由无定义的开始事件开始，不能是{}；要等事件，请用事件子流程。",
    "event sub-process": "事件子流程不能由{}开始。",
    "end": "这里不能有{}。",
    "catch": "这里不能有{}。",
    "throw": "这里不能有{}。",
    "boundary": "活动的边界上不能有{}。",
}
# What other engines begin with: their files pass without house rules, begun by whoever triggers the event.
_ELSEWHERE = {("start", "conditional")}
_REFUSED = {
    (
        "start",
        "conditional",
    ): "流程不能由{}开始：实例开始之前没有变量可看。请用消息、信号或定时开始，再用条件捕获事件等待。",
    ("start", "error"): "流程不能由{}开始，错误只能由事件子流程或边界事件捕获。",
    ("start", "escalation"): "流程不能由{}开始，升级只能由事件子流程或边界事件捕获。",
    ("throw", "error"): "不能有{}，抛出错误的路径到此为止，请用错误结束事件。",
    ("throw", "cancel"): "不能有{}，取消事务的路径到此为止，请用取消结束事件。",
    ("catch", "compensate"): "不能有{}，补偿处理由补偿边界事件或补偿事件子流程引出。",
    ("catch", "cancel"): "不能有{}，取消只能由事务的边界事件捕获。",
    ("start", "compensate"): "流程不能由{}开始，补偿由边界事件引出，或放在子流程里的事件子流程中。",
    ("event sub-process", "cancel"): "事件子流程不能由{}开始，取消只能由事务的边界事件捕获。",
    ("catch", "error"): "不能有{}，错误只能由边界事件或事件子流程捕获。",
    ("catch", "escalation"): "不能有{}，升级只能由边界事件或事件子流程捕获。",
}
Read = tuple[type[Node], Details]


def read_start(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    inside = xml.getparent()
    if local(inside) == "process":
        place = "start"
    else:
        place = "event sub-process" if is_true(inside.get("triggeredByEvent")) else "inner start"
    interrupting = is_true(xml.get("isInterrupting"), default=True)
    event = _definition(reader, xml, place, repeats=place == "start" or not interrupting)
    if place == "event sub-process" and event is None and _found(xml) is None:
        reader.report.error("event-start", "事件子流程的开始事件须有事件定义，例如消息或定时。", xml)
    if place == "event sub-process":
        _check_interrupts(reader, xml, event, interrupting)
    return StartEvent, EventDetails(**common, event=event, form_id=form_of(reader, xml))


def read_end(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "end")
    match event:
        case Message():
            return MessageEnd, JobDetails(**common, job=_sent(reader, xml))
        case Terminate():
            return TerminateEnd, EventDetails(**common, event=event)
        case Signal():
            return SignalEnd, EventDetails(**common, event=event)
        case Compensate():
            return CompensationEnd, EventDetails(**common, event=event)
        case Cancel():
            return CancelEnd, EventDetails(**common, event=event)
        case Coded(kind="escalation"):
            return EscalationEnd, EventDetails(**common, event=event)
        case Coded():
            return ErrorEnd, EventDetails(**common, event=event)
    return EndEvent, EventDetails(**common)


def read_catch(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "catch")
    if event is None and _found(xml) is None:
        reader.report.error("catch-event", "中间捕获事件须有事件定义，例如消息、定时、信号或条件。", xml)
    if isinstance(event, Link):
        return NoneThrow, EventDetails(**common, event=event)
    return CatchEvent, EventDetails(**common, event=event, form_id=form_of(reader, xml))


def read_throw(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "throw")
    match event:
        case Message():
            return MessageThrow, JobDetails(**common, job=_sent(reader, xml))
        case Signal():
            return SignalThrow, EventDetails(**common, event=event)
        case Compensate():
            return CompensationThrow, EventDetails(**common, event=event)
        case Coded():
            return EscalationThrow, EventDetails(**common, event=event)
    return NoneThrow, EventDetails(**common, event=event)


def read_boundary(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    interrupting = is_true(xml.get("cancelActivity"), default=True)
    event = _definition(reader, xml, "boundary", repeats=not interrupting)
    if event is None and _found(xml) is None:
        reader.report.error("boundary-event", "边界事件须有事件定义，例如消息、定时或错误。", xml)
    _check_interrupts(reader, xml, event, interrupting)
    details = BoundaryDetails(
        **common,
        event=event,
        form_id=form_of(reader, xml),
        attached_to=xml.get("attachedToRef", ""),
        interrupting=interrupting,
    )
    return Boundary, details


def _definition(
    reader: Reader, xml: etree._Element, place: str, *, repeats: bool = False
) -> Definition | None:
    """The event's definition, if it is one that can stand here."""
    found = _found(xml)
    if found is None:
        return None
    if len(_all(xml)) > 1:
        reader.report.error("multiple-events", "一个事件只能有一个事件定义。", xml)
        return None
    kind = local(found).removesuffix("EventDefinition")
    if kind not in _ALLOWED[place]:
        named = f"{KINDS.get(kind, kind)}{CHINESE[local(xml)]}"
        message = _REFUSED.get((place, kind), _NOT_HERE[place]).format(named)
        if (place, kind) not in _ELSEWHERE:
            reader.report.error("unsupported-event", message, xml)
            return None
        reader.report.house_error("unsupported-event", message, xml)
    check_extensions(reader, found)
    return definition(reader, found, place, repeats=repeats)


def _all(xml: etree._Element) -> list[etree._Element]:
    own = [c for c in xml.iterchildren(f"{BPMN}*") if local(c).endswith("EventDefinition")]
    return own + list(xml.iterchildren(f"{BPMN}eventDefinitionRef"))


def _found(xml: etree._Element) -> etree._Element | None:
    return next(iter(_all(xml)), None)


def _check_interrupts(
    reader: Reader, xml: etree._Element, event: Definition | None, interrupting: bool
) -> None:
    """An error or cancel event always ends what it comes out of (BPMN 2.0.2, 10.5.6)."""
    if isinstance(event, Coded) and event.kind == "error" and not interrupting:
        reader.report.error("error-interrupts", "捕获错误总是中断，不能设为非中断。", xml)
    if isinstance(event, Cancel) and not interrupting:
        reader.report.error("cancel-interrupts", "取消边界事件总是中断，不能设为非中断。", xml)


def _sent(reader: Reader, xml: etree._Element) -> Any:
    found = job(reader, xml)
    if found is None and zeebe(xml, "taskDefinition") is None:
        reader.report.error("job-type", "发送消息须有 zeebe:taskDefinition，写明由哪种作业发送。", xml)
    return found
