"""Reads event definitions: what an event waits for or throws."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.events import (
    Cancel,
    Coded,
    Compensate,
    Condition,
    Definition,
    Link,
    Message,
    Signal,
    Terminate,
)
from engine.bpmn.names import BPMN, is_true, local
from engine.bpmn.periods import parse_cycle, parse_duration, parse_instant
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.timers import Timer
from engine.bpmn.values import Value

KINDS = {
    "message": "消息",
    "timer": "定时",
    "error": "错误",
    "escalation": "升级",
    "terminate": "终止",
    "link": "链接",
    "signal": "信号",
    "conditional": "条件",
    "compensate": "补偿",
    "cancel": "取消",
}
_TIMER_TYPES = {
    "timeDate": ("date", "date and time", "string"),
    "timeDuration": ("days and time duration", "years and months duration", "string"),
    "timeCycle": ("string",),
}
_TIMER_NAMES = {"timeDate": "定时日期", "timeDuration": "定时时长", "timeCycle": "定时周期"}
_PARSE = {"timeDate": parse_instant, "timeDuration": parse_duration, "timeCycle": parse_cycle}
_THROWING = ("end", "throw")


def definition(
    reader: Reader, xml: etree._Element, place: str, *, repeats: bool = False
) -> Definition | None:
    """What one event definition says at this `place`; `repeats` if a timer may fire more than once there."""
    kind = local(xml).removesuffix("EventDefinition")
    match kind:
        case "message":
            return message(reader, xml, keyed=place not in ("start", *_THROWING))
        case "timer":
            return _timer(reader, xml, repeats, alone=place == "start")
        case "signal":
            return _signal(reader, xml, fixed=place == "start")
        case "conditional":
            return _condition(reader, xml)
        case "error" | "escalation":
            return _coded(reader, xml, kind, throws=place in _THROWING)
        case "link":
            return _link(reader, xml)
        case "compensate":
            return Compensate(
                xml.get("activityRef") or None, is_true(xml.get("waitForCompletion"), default=True)
            )
        case "cancel":
            return Cancel()
    return Terminate()


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


def _signal(reader: Reader, xml: etree._Element, *, fixed: bool) -> Signal | None:
    found = reader.shared("signal", xml.get("signalRef"), xml)
    name = None if found is None else reader.needed(found.get("name"), "信号名称", found, ("string",))
    if name is None:
        return None
    if fixed and name.expression is not None:
        reader.report.error("signal-name", "开始事件的信号名称须是固定文字。", xml)
    return Signal(name)


def _condition(reader: Reader, xml: etree._Element) -> Condition | None:
    written = xml.find(f"{BPMN}condition")
    if written is None:
        reader.report.error("condition", "条件事件须写明条件（condition）。", xml)
        return None
    expression = reader.expression(written.text, "条件", written, ("boolean",))
    if expression is None:
        return None
    if not expression.variables:
        message = "条件里没有变量：只在到达时计算一次，以后不会再变。"
        reader.report.warning("constant-condition", message, xml)
    return Condition(expression)


def _timer(reader: Reader, xml: etree._Element, repeats: bool, *, alone: bool) -> Timer | None:
    """A timer; `alone` if it is read where there are no variables yet."""
    written = [c for c in xml.iterchildren(f"{BPMN}*") if local(c) in _TIMER_TYPES]
    if len(written) != 1:
        reader.report.error("timer", "定时事件须写明一个日期、时长或周期。", xml)
        return None
    kind, text = local(written[0]), (written[0].text or "").strip()
    where = _TIMER_NAMES[kind]
    if kind == "timeCycle" and not repeats:
        message = "这里的周期只触发一次；要重复触发，请用非中断的边界事件或事件子流程。"
        reader.report.warning("timer-cycle", message, xml)
    value = reader.needed(text, where, written[0], _TIMER_TYPES[kind])
    if value is None:
        return None
    if alone and value.expression is not None and value.expression.variables:
        reader.report.error("timer-start", "流程开始之前没有变量，定时开始不能用变量计算。", xml)
    if value.expression is None:
        try:
            _PARSE[kind](text)
        except ValueError:
            reader.report.error("timer", f"{where}“{text}”不是 ISO 8601 的写法，或者太长、太远。", written[0])
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
        reader.report.error("event-code", f"抛出的{KINDS[kind]}须有代码。", xml)
    return Coded(kind, code)


def _link(reader: Reader, xml: etree._Element) -> Link | None:
    name = reader.fixed(xml.get("name"), "链接名称", xml)
    if name is None:
        reader.report.error("link", "链接事件须有名称。", xml)
        return None
    return Link(name)
