"""What changes between two texts of a diagram, in words for those who draw and those who approve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.bpmn.names import CHINESE
from engine.queries.diagram_changes import Change, Detail, changes
from engine.vocabulary import Vocabulary
from web.language import gettext as _
from web.language import noop as N_

TYPES = {
    **CHINESE,
    "sequenceFlow": N_("流向"),
    "messageFlow": N_("消息流"),
    "association": N_("关联线"),
    "process": N_("整张图"),
    "collaboration": N_("协作"),
    "participant": N_("池"),
    "lane": N_("泳道"),
    "textAnnotation": N_("批注"),
    "group": N_("编组框"),
    "dataObjectReference": N_("数据对象"),
    "dataStoreReference": N_("数据存储"),
    "message": N_("消息"),
    "signal": N_("信号"),
    "error": N_("业务错误"),
    "escalation": N_("升级"),
}
KINDS_OF_CHANGE = {"added": N_("新增"), "removed": N_("删去"), "changed": N_("改动")}
WORDS = {
    "type": N_("类型"),
    "@name": N_("名称"),
    "text": N_("文字"),
    "documentation": N_("说明"),
    "lane": N_("泳道"),
    "within": N_("所在子流程"),
    "@sourceRef": N_("起点"),
    "@targetRef": N_("终点"),
    "@attachedToRef": N_("附在"),
    "@default": N_("默认流向"),
    "@cancelActivity": N_("中断"),
    "conditionExpression": N_("条件"),
    "formDefinition@formId": N_("表单"),
    "assignmentDefinition@candidateGroups": N_("办理组"),
    "assignmentDefinition@candidateUsers": N_("可办理的人"),
    "assignmentDefinition@assignee": N_("办理人"),
    "taskSchedule@dueDate": N_("期限"),
    "taskSchedule@followUpDate": N_("提醒日"),
    "priorityDefinition@priority": N_("优先级"),
    "taskDefinition@type": N_("处理程序"),
    "taskDefinition@retries": N_("重试次数"),
    "calledDecision@decisionId": N_("决策"),
    "calledDecision@resultVariable": N_("结果变量"),
    "calledElement@processId": N_("调用的流程"),
    "script@expression": N_("计算"),
    "script@resultVariable": N_("结果变量"),
    "property[articles]@value": N_("条文"),
    "property[readings]@value": N_("读法"),
    "property[four-eyes]@value": N_("四眼"),
    "property[recuses]@value": N_("回避"),
    "property[irreversible]@value": N_("不凭推定日期放行"),
    "timerEventDefinition/timeDuration": N_("等待时长"),
    "timerEventDefinition/timeDate": N_("到期时刻"),
    "timerEventDefinition/timeCycle": N_("重复"),
    "messageEventDefinition@messageRef": N_("消息"),
    "subscription@correlationKey": N_("关联键"),
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
    kind = _(TYPES.get(change.type, change.type))
    return {
        "kind": change.kind,
        "word": _(KINDS_OF_CHANGE[change.kind]),
        "element": change.element,
        "title": _("%(element)s（%(kind)s）", element=change.name or change.element, kind=kind),
        "details": [_detail(detail, names) for detail in change.details if _worth_telling(detail, change)],
    }


def _worth_telling(detail: Detail, change: Change) -> bool:
    """What accompanies another detail says nothing by itself."""
    return not _NOISE.match(detail.what) or len(change.details) == 1 or detail.what in WORDS


def _detail(detail: Detail, names: Vocabulary) -> str:
    what = _(WORDS.get(detail.what, "")) or _MAPPING.sub(_mapping, detail.what)
    said = [_value(detail.what, value, names.groups) for value in (detail.before, detail.after)]
    if detail.before is None:
        return _("%(what)s：新写了 %(said)s", what=what, said=said[1])
    if detail.after is None:
        return _("%(what)s：删去了 %(said)s", what=what, said=said[0])
    return _("%(what)s：%(before)s → %(after)s", what=what, before=said[0], after=said[1])


def _mapping(found: re.Match[str]) -> str:
    word = _("输入") if found[1] == "input" else _("输出")
    return f"{word} {found[2]}"


def _value(what: str, value: str | None, groups: Mapping[str, str]) -> str:
    if what == "type":
        return _(TYPES.get(value or "", value or ""))
    if what.endswith("@candidateGroups") and value and not value.startswith("="):
        listed = (group.strip() for group in value.split(","))
        value = _("、").join(groups.get(group, group) for group in listed)
    text = value or _("（空）")
    return _("“%(text)s”", text=text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
