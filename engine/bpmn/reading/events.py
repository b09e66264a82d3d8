"""Reads events: which definition they carry and whether it can be there."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.boundary import Boundary, BoundaryDetails
from engine.bpmn.elements.catching import CatchEvent, EventDetails
from engine.bpmn.elements.coded import CodedEnd, CodedThrow
from engine.bpmn.elements.end import EndEvent, MessageEnd, TerminateEnd
from engine.bpmn.elements.job import JobDetails, MessageThrow, NoneThrow
from engine.bpmn.elements.start import StartEvent
from engine.bpmn.events import Coded, Definition, Link, Message, Terminate
from engine.bpmn.names import BPMN, CHINESE, is_true, local
from engine.bpmn.periods import parse_cycle, parse_duration, parse_instant
from engine.bpmn.reading.extensions import job
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.timers import Timer
from engine.bpmn.values import Value

_KINDS = {
    "messageEventDefinition": "消息",
    "timerEventDefinition": "定时",
    "errorEventDefinition": "错误",
    "escalationEventDefinition": "升级",
    "terminateEventDefinition": "终止",
    "linkEventDefinition": "链接",
    "signalEventDefinition": "信号",
    "conditionalEventDefinition": "条件",
    "compensateEventDefinition": "补偿",
    "cancelEventDefinition": "取消",
}
_ALLOWED = {
    "start": {"message"},
    "inner start": set(),
    "event sub-process": {"message", "timer", "error", "escalation"},
    "end": {"message", "error", "escalation", "terminate"},
    "catch": {"message", "timer", "link"},
    "throw": {"message", "escalation", "link"},
    "boundary": {"message", "timer", "error", "escalation"},
}
_TIMER_TYPES = {
    "timeDate": ("date", "date and time", "string"),
    "timeDuration": ("days and time duration", "years and months duration", "string"),
    "timeCycle": ("string",),
}
_TIMER_NAMES = {"timeDate": "定时日期", "timeDuration": "定时时长", "timeCycle": "定时周期"}
_PARSE = {"timeDate": parse_instant, "timeDuration": parse_duration, "timeCycle": parse_cycle}
Read = tuple[type[Node], Details]


def read_start(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    inside = xml.getparent()
    if local(inside) == "process":
        place = "start"
    else:
        place = "event sub-process" if is_true(inside.get("triggeredByEvent")) else "inner start"
    interrupting = is_true(xml.get("isInterrupting"), default=True)
    event = _definition(reader, xml, place, repeats=not interrupting)
    if place == "event sub-process" and event is None and _found(xml) is None:
        reader.report.error("event-start", "事件子流程的开始事件须有消息、定时、错误或升级定义。", xml)
    return StartEvent, EventDetails(**common, event=event)


def read_end(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "end")
    match event:
        case Message():
            return MessageEnd, JobDetails(**common, job=_sent(reader, xml))
        case Terminate():
            return TerminateEnd, EventDetails(**common, event=event)
        case Coded():
            return CodedEnd, EventDetails(**common, event=event)
    return EndEvent, EventDetails(**common)


def read_catch(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "catch")
    if event is None and _found(xml) is None:
        reader.report.error("catch-event", "中间捕获事件须有消息、定时或链接定义。", xml)
    if isinstance(event, Link):
        return NoneThrow, EventDetails(**common, event=event)
    return CatchEvent, EventDetails(**common, event=event)


def read_throw(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    event = _definition(reader, xml, "throw")
    match event:
        case Message():
            return MessageThrow, JobDetails(**common, job=_sent(reader, xml))
        case Coded():
            return CodedThrow, EventDetails(**common, event=event)
    return NoneThrow, EventDetails(**common, event=event)


def read_boundary(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    interrupting = is_true(xml.get("cancelActivity"), default=True)
    event = _definition(reader, xml, "boundary", repeats=not interrupting)
    if event is None and _found(xml) is None:
        reader.report.error("boundary-event", "边界事件须有消息、定时、错误或升级定义。", xml)
    if isinstance(event, Coded) and event.kind == "error" and not interrupting:
        reader.report.error("error-interrupts", "错误边界事件总是中断，不能设为非中断。", xml)
    details = BoundaryDetails(
        **common, event=event, attached_to=xml.get("attachedToRef", ""), interrupting=interrupting
    )
    return Boundary, details


def message(reader: Reader, xml: etree._Element, *, keyed: bool) -> Message | None:
    """The message that `xml` refers to; `keyed` if it must say how it finds its instance."""
    found = reader.shared("message", xml.get("messageRef"), xml)
    if found is None:
        return None
    name = reader.needed(found.get("name"), "消息名称", found, ("string",))
    if name is None:
        return None
    if not keyed:
        if name.expression is not None and local(xml.getparent()) == "startEvent":
            reader.report.error("message-name", "开始事件的消息名称须是固定文字。", found)
        return Message(name)
    subscription = zeebe(found, "subscription")
    text = None if subscription is None else subscription.get("correlationKey")
    key = reader.expression(text, f"消息“{name.text}”的关联键", found, ("string", "number"))
    return None if key is None else Message(name, Value(text or "", "关联键", key))


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
        named = f"{_KINDS.get(local(found), kind)}{CHINESE[local(xml)]}"
        where = {"inner start": "子流程里", "event sub-process": "事件子流程里"}.get(place, "这里")
        reader.report.error("unsupported-event", f"{where}不支持{named}。", xml)
        return None
    match kind:
        case "message":
            return message(reader, found, keyed=place not in ("start", "end", "throw"))
        case "timer":
            return _timer(reader, found, repeats)
        case "error" | "escalation":
            return _coded(reader, found, kind, throws=place in ("end", "throw"))
        case "link":
            return _link(reader, found)
    return Terminate()


def _all(xml: etree._Element) -> list[etree._Element]:
    own = [c for c in xml.iterchildren(f"{BPMN}*") if local(c).endswith("EventDefinition")]
    return own + list(xml.iterchildren(f"{BPMN}eventDefinitionRef"))


def _found(xml: etree._Element) -> etree._Element | None:
    return next(iter(_all(xml)), None)


def _timer(reader: Reader, xml: etree._Element, repeats: bool) -> Timer | None:
    written = [c for c in xml.iterchildren(f"{BPMN}*") if local(c) in _TIMER_TYPES]
    if len(written) != 1:
        reader.report.error("timer", "定时事件须写明一个日期、时长或周期。", xml)
        return None
    kind, text = local(written[0]), (written[0].text or "").strip()
    where = _TIMER_NAMES[kind]
    if kind == "timeCycle" and not repeats:
        reader.report.error("timer-cycle", "周期只能用在非中断的边界事件和事件子流程。", xml)
    value = reader.needed(text, where, written[0], _TIMER_TYPES[kind])
    if value is None:
        return None
    if value.expression is None:
        try:
            _PARSE[kind](text)
        except ValueError:
            reader.report.error("timer", f"{where}“{text}”不是 ISO 8601 的写法。", written[0])
            return None
    return Timer(kind, value)  # type: ignore[arg-type]


def _coded(reader: Reader, xml: etree._Element, kind: str, *, throws: bool) -> Coded | None:
    reference = xml.get(f"{kind}Ref")
    if reference is None and not throws:
        return Coded(kind, None)
    found = reader.shared(kind, reference, xml)
    if found is None:
        return None
    code = reader.fixed(found.get(f"{kind}Code"), "代码", found)
    if code is None and throws:
        reader.report.error("event-code", f"抛出的{_KINDS[f'{kind}EventDefinition']}须有代码。", xml)
    return Coded(kind, code)


def _link(reader: Reader, xml: etree._Element) -> Link | None:
    name = reader.fixed(xml.get("name"), "链接名称", xml)
    if name is None:
        reader.report.error("link", "链接事件须有名称。", xml)
        return None
    return Link(name)


def _sent(reader: Reader, xml: etree._Element) -> Any:
    found = job(reader, xml)
    if found is None and zeebe(xml, "taskDefinition") is None:
        reader.report.error("job-type", "发送消息须有 zeebe:taskDefinition，写明由哪种作业发送。", xml)
    return found
