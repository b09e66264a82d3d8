"""Reads tasks, calls and sub-processes."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.bpmn.elements.activity import Task
from engine.bpmn.elements.base import Details, Node
from engine.bpmn.elements.call_activity import CallActivity, CallDetails
from engine.bpmn.elements.catching import EventDetails
from engine.bpmn.elements.decision_task import DecisionDetails, DecisionTask
from engine.bpmn.elements.job import JobDetails, ServiceTask
from engine.bpmn.elements.multi_instance import MultiInstanceDetails
from engine.bpmn.elements.receive_task import ReceiveTask
from engine.bpmn.elements.script_task import ScriptDetails, ScriptTask
from engine.bpmn.elements.sub_process import EventSubProcess, EventSubProcessDetails, SubProcess
from engine.bpmn.elements.user_task import UserTask, UserTaskDetails
from engine.bpmn.names import BPMN, is_true
from engine.bpmn.periods import parse_instant
from engine.bpmn.reading.events import message
from engine.bpmn.reading.extensions import job
from engine.bpmn.reading.reader import Reader, zeebe
from engine.bpmn.values import Value

Read = tuple[type[Node], Details]
_DATES = ("date", "date and time", "string")


def read_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    return Task, Details(**common)


def read_user_task(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    form, who = zeebe(xml, "formDefinition"), zeebe(xml, "assignmentDefinition")
    schedule, priority = zeebe(xml, "taskSchedule"), zeebe(xml, "priorityDefinition")

    def value(of: etree._Element | None, attribute: str, where: str, *types: str) -> Value | None:
        return None if of is None else reader.value(of.get(attribute), where, of, types)

    def day(attribute: str, where: str) -> Value | None:
        found = value(schedule, attribute, where, *_DATES)
        if found is not None and found.expression is None:
            _check_date(reader, found, schedule)
        return found

    form_id = None if form is None else reader.fixed(form.get("formId"), "表单编号", form)
    assignee = value(who, "assignee", "办理人", "string")
    groups = value(who, "candidateGroups", "候选组", "list", "string")
    users = value(who, "candidateUsers", "候选人", "list", "string")
    if lane and not (assignee or groups or users):
        groups = Value(lane, "泳道的候选组")
    details = UserTaskDetails(
        **common,
        form_id=form_id,
        assignee=assignee,
        candidate_groups=groups,
        candidate_users=users,
        due_date=day("dueDate", "办理期限"),
        follow_up_date=day("followUpDate", "跟进日期"),
        priority=value(priority, "priority", "优先级", "number"),
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
    return ReceiveTask, EventDetails(**common, event=message(reader, xml, keyed=True))


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


def read_sub_process(reader: Reader, xml: etree._Element, common: dict[str, Any], lane: str | None) -> Read:
    if not is_true(xml.get("triggeredByEvent")):
        return SubProcess, Details(**common)
    start = xml.find(f"{BPMN}startEvent")
    interrupting = start is None or is_true(start.get("isInterrupting"), default=True)
    return EventSubProcess, EventSubProcessDetails(**common, interrupting=interrupting)


def read_loop(reader: Reader, xml: etree._Element, common: dict[str, Any]) -> MultiInstanceDetails | None:
    """The multi-instance characteristics of an activity, if it has any."""
    loop = xml.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    said = loop.find(f"{BPMN}extensionElements")
    what = None if said is None else zeebe(loop, "loopCharacteristics")
    if what is None:
        reader.report.error("multi-instance", "多实例须有 zeebe:loopCharacteristics@inputCollection。", loop)
        return None
    source = what.get("inputCollection")
    collection = reader.expression(source, "多实例的输入集合", what, ("list",))
    result = what.get("outputElement")
    results = reader.variable(what.get("outputCollection"), "多实例的输出集合", what)
    if bool(result) != bool(results):
        reader.report.error("multi-instance", "outputCollection 和 outputElement 须同时写。", what)
    enough = loop.find(f"{BPMN}completionCondition")
    return MultiInstanceDetails(
        id=common["id"],
        name=common["name"],
        properties=common["properties"],
        sequential=is_true(loop.get("isSequential")),
        collection=Value(source or "", "多实例的输入集合", collection),
        item=reader.variable(what.get("inputElement"), "多实例的输入元素", what),
        results=results,
        result=reader.expression(result, "多实例的输出元素", what) if result else None,
        enough=None if enough is None else reader.expression(enough.text, "完成条件", enough, ("boolean",)),
    )


def _check_date(reader: Reader, value: Value, at: etree._Element | None) -> None:
    try:
        parse_instant(value.text)
    except ValueError:
        reader.report.error("date", f"{value.where}“{value.text}”不是 ISO 8601 的日期。", at)


def _result(reader: Reader, xml: etree._Element) -> str:
    if not (xml.get("resultVariable") or "").strip():
        reader.report.error("result-variable", "须写 resultVariable。", xml)
    return reader.variable(xml.get("resultVariable"), "结果变量", xml) or ""
