"""What changes between two texts of a diagram, in words for those who draw and those who approve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.bpmn.names import CHINESE
from engine.queries.diagram_changes import Change, Detail, changes
from engine.vocabulary import Vocabulary

TYPES = {
    **CHINESE,
    "sequenceFlow": "流向",
    "messageFlow": "消息流",
    "association": "关联线",
    "process": "整张图",
    "collaboration": "协作",
    "participant": "池",
    "lane": "泳道",
    "textAnnotation": "批注",
    "group": "编组框",
    "dataObjectReference": "数据对象",
    "dataStoreReference": "数据存储",
    "message": "消息",
    "signal": "信号",
    "error": "业务错误",
    "escalation": "升级",
}
KINDS_OF_CHANGE = {"added": "新增", "removed": "删去", "changed": "改动"}
WORDS = {
    "type": "类型",
    "@name": "名称",
    "text": "文字",
    "documentation": "说明",
    "lane": "泳道",
    "within": "所在子流程",
    "@sourceRef": "起点",
    "@targetRef": "终点",
    "@attachedToRef": "附在",
    "@default": "默认流向",
    "@cancelActivity": "中断",
    "conditionExpression": "条件",
    "formDefinition@formId": "表单",
    "assignmentDefinition@candidateGroups": "办理组",
    "assignmentDefinition@candidateUsers": "可办理的人",
    "assignmentDefinition@assignee": "办理人",
    "taskSchedule@dueDate": "期限",
    "taskSchedule@followUpDate": "提醒日",
    "priorityDefinition@priority": "优先级",
    "taskDefinition@type": "处理程序",
    "taskDefinition@retries": "重试次数",
    "calledDecision@decisionId": "决策",
    "calledDecision@resultVariable": "结果变量",
    "calledElement@processId": "调用的流程",
    "script@expression": "计算",
    "script@resultVariable": "结果变量",
    "property[articles]@value": "条文",
    "property[readings]@value": "读法",
    "property[four-eyes]@value": "四眼",
    "property[recuses]@value": "回避",
    "property[irreversible]@value": "不凭推定日期放行",
    "timerEventDefinition/timeDuration": "等待时长",
    "timerEventDefinition/timeDate": "到期时刻",
    "timerEventDefinition/timeCycle": "重复",
    "messageEventDefinition@messageRef": "消息",
    "subscription@correlationKey": "关联键",
}
_MAPPING = re.compile(r"(input|output)\[(.+)\]@source")
_NOISE = re.compile(r"^(.*@(bindingType|type|language|name|target|key))$")
LONGEST = 80  # characters of a value in a sentence


def told(before: bytes, after: bytes, names: Vocabulary) -> dict[str, Any]:
    """`list` of {"kind", "word", "element", "title", "details"}, and how many elements were only `moved`."""
    found = changes(before, after)
    return {
        "list": [_entry(change, names) for change in found if change.kind != "moved"],
        "moved": sum(change.kind == "moved" for change in found),
    }


def _entry(change: Change, names: Vocabulary) -> dict[str, Any]:
    kind = TYPES.get(change.type, change.type)
    return {
        "kind": change.kind,
        "word": KINDS_OF_CHANGE[change.kind],
        "element": change.element,
        "title": f"{change.name or change.element}（{kind}）",
        "details": [_detail(detail, names) for detail in change.details if _worth_telling(detail, change)],
    }


def _worth_telling(detail: Detail, change: Change) -> bool:
    """What accompanies another detail says nothing by itself."""
    return not _NOISE.match(detail.what) or len(change.details) == 1 or detail.what in WORDS


def _detail(detail: Detail, names: Vocabulary) -> str:
    what = WORDS.get(detail.what) or _MAPPING.sub(_mapping, detail.what)
    said = [_value(detail.what, value, names.groups) for value in (detail.before, detail.after)]
    if detail.before is None:
        return f"{what}：新写了 {said[1]}"
    if detail.after is None:
        return f"{what}：删去了 {said[0]}"
    return f"{what}：{said[0]} → {said[1]}"


def _mapping(found: re.Match[str]) -> str:
    return f"{'输入' if found[1] == 'input' else '输出'} {found[2]}"


def _value(what: str, value: str | None, groups: Mapping[str, str]) -> str:
    if what == "type":
        return TYPES.get(value or "", value or "")
    if what.endswith("@candidateGroups") and value and not value.startswith("="):
        listed = (group.strip() for group in value.split(","))
        value = "、".join(groups.get(group, group) for group in listed)
    text = value or "（空）"
    return f"“{text}”" if len(text) <= LONGEST else f"“{text[:LONGEST]}…”"
