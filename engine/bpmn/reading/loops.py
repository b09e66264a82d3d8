"""Reads how often an activity is done: multi-instance characteristics and standard loops."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.elements.multi_instance import MAX_INSTANCES, MultiInstanceDetails
from engine.bpmn.elements.standard_loop import LoopDetails
from engine.bpmn.names import BPMN, is_bpmn, is_true, local
from engine.bpmn.reading.extensions import check_extensions
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.values import Value, whole

MULTI, LOOP = "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"
_COUNT = re.compile(r"0*[1-9]\d{0,8}")  # a positive number that a loop could reach
_PARTS = {"extensionElements", "documentation", "completionCondition", "loopCardinality"}
_CURES = {
    "loopDataInputRef": "请改写 zeebe:loopCharacteristics 的 inputCollection",
    "loopDataOutputRef": "请改写 zeebe:loopCharacteristics 的 outputCollection",
    "inputDataItem": "请改写 zeebe:loopCharacteristics 的 inputElement",
    "outputDataItem": "请改写 zeebe:loopCharacteristics 的 outputElement",
    "complexBehaviorDefinition": "请在活动之后用网关判断",
}


def read_loop(
    reader: Reader, xml: etree._Element, common: dict[str, Any]
) -> MultiInstanceDetails | LoopDetails | None:
    """The loop or multi-instance characteristics of an activity, if it has any."""
    kept = {name: common[name] for name in ("id", "name", "properties")}
    multi, loop = xml.find(f"{BPMN}{MULTI}"), xml.find(f"{BPMN}{LOOP}")
    if multi is not None and loop is not None:
        reader.report.error("repeated-twice", "一个活动不能既是多实例又是循环，请删去一个。", xml)
    if multi is not None:
        return _multi(reader, multi, kept)
    return None if loop is None else _loop(reader, loop, kept)


def _loop(reader: Reader, xml: etree._Element, kept: dict[str, Any]) -> LoopDetails:
    check_extensions(reader, xml)
    written, maximum = xml.find(f"{BPMN}loopCondition"), xml.get("loopMaximum")
    if written is None and maximum is None:
        reader.report.error("loop", "循环须写明循环条件（loopCondition）或最多几次（loopMaximum）。", xml)
    if maximum is not None and not _COUNT.fullmatch(maximum.strip()):
        reader.report.error("loop", f"最多几次（loopMaximum）“{maximum}”须是正整数。", xml)
        maximum = None
    return LoopDetails(
        **kept,
        condition=None
        if written is None
        else reader.expression(written.text, "循环条件", written, ("boolean",)),
        before=is_true(xml.get("testBefore")),
        maximum=None if maximum is None else int(maximum),
    )


def _multi(reader: Reader, xml: etree._Element, kept: dict[str, Any]) -> MultiInstanceDetails | None:
    _check_parts(reader, xml)
    what, number = zeebe(xml, "loopCharacteristics"), xml.find(f"{BPMN}loopCardinality")
    if (what is None or what.get("inputCollection") is None) == (number is None):
        message = "多实例须写明输入集合（zeebe:loopCharacteristics 的 inputCollection）或个数（loopCardinality），二者择一。"
        reader.report.error("multi-instance", message, xml)
        return None
    said = {} if what is None else what.attrib
    result = said.get("outputElement")
    results = reader.variable(said.get("outputCollection"), "多实例的输出集合", xml)
    if bool(result) != bool(results):
        reader.report.error("multi-instance", "outputCollection 和 outputElement 须同时写。", xml)
    enough = xml.find(f"{BPMN}completionCondition")
    return MultiInstanceDetails(
        **kept,
        sequential=is_true(xml.get("isSequential")),
        collection=None if number is not None else _collection(reader, what),
        cardinality=None if number is None else _cardinality(reader, number),
        item=reader.variable(said.get("inputElement"), "多实例的输入元素", xml),
        results=results,
        result=reader.expression(result, "多实例的输出元素", xml) if result else None,
        enough=None if enough is None else reader.expression(enough.text, "完成条件", enough, ("boolean",)),
    )


def _collection(reader: Reader, what: etree._Element) -> Value:
    source = what.get("inputCollection", "")
    return Value(source, "多实例的输入集合", reader.expression(source, "多实例的输入集合", what, ("list",)))


def _cardinality(reader: Reader, xml: etree._Element) -> Value | None:
    found = reader.needed(xml.text, "多实例的个数", xml, ("number",))
    if found is not None and found.expression is None and not _is_number(found.text):
        message = f"多实例的个数“{found.text}”须是 0 到 {MAX_INSTANCES} 的整数，或以“=”开头的表达式。"
        reader.report.error("multi-instance", message, xml)
    return found


def _is_number(text: str) -> bool:
    try:
        return whole(text, (0, MAX_INSTANCES)) >= 0
    except ValueError:
        return False


def _check_parts(reader: Reader, xml: etree._Element) -> None:
    check_extensions(reader, xml)
    for child in xml.iterchildren():
        if is_bpmn(child) and local(child) not in _PARTS:
            cure = _CURES.get(local(child), "请删去它")
            reader.report.error("multi-instance", f"不支持多实例里的“{local(child)}”，{cure}。", child)
    if xml.get("behavior", "All") != "All":
        message = "多实例不会按 behavior 抛出事件；请删去 behavior，在活动里用升级事件通知。"
        reader.report.error("multi-instance", message, xml)
