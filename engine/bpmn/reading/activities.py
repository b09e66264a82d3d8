"""Reads tasks, calls and sub-processes."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.elements.activity import Task
from engine.bpmn.elements.ad_hoc import AdHoc, AdHocDetails
from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.call_activity import CallActivity, CallDetails
from engine.bpmn.elements.catching import EventDetails
from engine.bpmn.elements.decision_task import DecisionDetails, DecisionTask
from engine.bpmn.elements.job import JobDetails, ServiceTask
from engine.bpmn.elements.receive_task import ReceiveTask
from engine.bpmn.elements.script_task import ScriptDetails, ScriptTask
from engine.bpmn.elements.sub_process import EventSubProcess, EventSubProcessDetails, SubProcess
from engine.bpmn.elements.transaction import Transaction
from engine.bpmn.elements.user_task import PRIORITY, UserTask, UserTaskDetails
from engine.bpmn.names import BPMN, is_true
from engine.bpmn.periods import parse_instant
from engine.bpmn.reading.definitions import message
from engine.bpmn.reading.extensions import form_of, job
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.values import Value

Read = tuple[type[Node], Details]
_DATES = ("date", "date and time", "string")


def read_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    return Task, Details(**common)


def read_user_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    who = zeebe(xml, "assignmentDefinition")
    schedule, priority = zeebe(xml, "taskSchedule"), zeebe(xml, "priorityDefinition")

    def value(of: etree._Element | None, attribute: str, where: str, *types: str) -> Value | None:
        return None if of is None else reader.value(of.get(attribute), where, of, types)

    def day(attribute: str, where: str) -> Value | None:
        found = value(schedule, attribute, where, *_DATES)
        if found is not None and found.expression is None:
            _check_date(reader, found, schedule)
        return found

    assignee = value(who, "assignee", "办理人", "string")
    groups = value(who, "candidateGroups", "候选组", "list", "string")
    users = value(who, "candidateUsers", "候选人", "list", "string")
    if lane and not (assignee or groups or users):
        groups = Value(lane, "泳道的候选组")
    details = UserTaskDetails(
        **common,
        form_id=form_of(reader, xml),
        assignee=assignee,
        candidate_groups=groups,
        candidate_users=users,
        due_date=day("dueDate", "办理期限"),
        follow_up_date=day("followUpDate", "跟进日期"),
        priority=None
        if priority is None
        else reader.number(priority.get("priority"), "优先级", priority, PRIORITY),
    )
    return UserTask, details


def read_service_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    found = job(reader, xml)
    if found is None and zeebe(xml, "taskDefinition") is None:
        reader.report.error("job-type", "须有 zeebe:taskDefinition，写明由哪种作业办理。", xml)
    return ServiceTask, JobDetails(**common, job=found)


def read_script_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    script = zeebe(xml, "script")
    if script is None and zeebe(xml, "taskDefinition") is not None:
        return read_service_task(reader, xml, common, lane)
    if script is None:
        reader.report.error("script", "脚本任务须有 zeebe:script 表达式。", xml)
        return ScriptTask, ScriptDetails(**common)
    result = _result(reader, script)
    expression = reader.expression(script.get("expression"), "脚本", script)
    value = Value(script.get("expression", ""), "脚本", expression)
    return ScriptTask, ScriptDetails(**common, script=value, result=result)


def read_rule_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    called = zeebe(xml, "calledDecision")
    if called is None and zeebe(xml, "taskDefinition") is not None:
        return read_service_task(reader, xml, common, lane)
    if called is None:
        reader.report.error("decision", "业务规则任务须有 zeebe:calledDecision。", xml)
        return DecisionTask, DecisionDetails(**common)
    decision = reader.needed(called.get("decisionId"), "决策编号", called, ("string",))
    return DecisionTask, DecisionDetails(**common, decision=decision, result=_result(reader, called))


def read_receive_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    heard = message(reader, xml, keyed=True)
    return ReceiveTask, EventDetails(**common, event=heard, form_id=form_of(reader, xml))


def read_call(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    called = zeebe(xml, "calledElement")
    if called is None:
        reader.report.error("called-process", "调用活动须有 zeebe:calledElement，写明 processId。", xml)
        return CallActivity, CallDetails(**common)
    details = CallDetails(
        **common,
        process=reader.needed(called.get("processId"), "被调用的流程", called, ("string",)),
        all_to_child=is_true(called.get("propagateAllParentVariables"), default=True),
        all_from_child=is_true(called.get("propagateAllChildVariables"), default=True),
    )
    return CallActivity, details


def read_transaction(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    if is_true(xml.get("triggeredByEvent")):
        reader.report.error("transaction", "事务不能由事件触发，请在事务里面放事件子流程。", xml)
    return Transaction, Details(**common)


def read_ad_hoc(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    ordering, enough = xml.get("ordering", "Parallel"), xml.find(f"{BPMN}completionCondition")
    if ordering not in ("Parallel", "Sequential"):
        reader.report.error("ad-hoc", f"ordering“{ordering}”须是 Parallel 或 Sequential。", xml)
    if is_true(xml.get("triggeredByEvent")):
        reader.report.error("ad-hoc", "即席子流程不能由事件触发，请在它里面放事件子流程。", xml)
    if enough is None:
        message = "即席子流程没有完成条件（completionCondition），只能由人结束。"
        reader.report.warning("ad-hoc", message, xml)
    said = zeebe(xml, "adHoc")
    first = None if said is None else said.get("activeElementsCollection")
    details = AdHocDetails(
        **common,
        sequential=ordering == "Sequential",
        enough=None if enough is None else reader.expression(enough.text, "完成条件", enough, ("boolean",)),
        cancels_rest=is_true(xml.get("cancelRemainingInstances"), default=True),
        first=None if first is None else reader.needed(first, "一开始就办的环节", said, ("list",)),
    )
    return AdHoc, details


def read_sub_process(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    if not is_true(xml.get("triggeredByEvent")):
        return SubProcess, Details(**common)
    start = xml.find(f"{BPMN}startEvent")
    interrupting = start is None or is_true(start.get("isInterrupting"), default=True)
    return EventSubProcess, EventSubProcessDetails(**common, interrupting=interrupting)


def _check_date(reader: Reader, value: Value, at: etree._Element | None) -> None:
    try:
        parse_instant(value.text)
    except ValueError:
        reader.report.error("date", f"{value.where}“{value.text}”不是 ISO 8601 的日期，或者太远。", at)


def _result(reader: Reader, xml: etree._Element) -> str:
    if not (xml.get("resultVariable") or "").strip():
        reader.report.error("result-variable", "须写 resultVariable。", xml)
    return reader.variable(xml.get("resultVariable"), "结果变量", xml) or ""
