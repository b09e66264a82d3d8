"""What is said of each kind of entry in a case's story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.bpmn import Element
from engine.definitions import Deployed
from web.cases import reading_trail
from web.cases.facts import text_of
from web.cases.waiting import Reader
from web.labels import opening_word
from web.language import gettext as _
from web.language import noop as N_

SYSTEM = "laurel"


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of entry is told; `staff` only to staff and to whoever did it."""

    icon: str
    text: str
    staff: bool = False
    small: bool = False
    tone: str = ""


KINDS = {
    "instance-started": Kind("case", N_("{who}{opening}")),
    "task-claimed": Kind("edit", N_("{who}认领“{task}”"), staff=True),
    "task-released": Kind("retry", N_("{who}把“{task}”放回组内"), staff=True),
    "task-assigned": Kind("swap", N_("{who}把“{task}”转给{to}"), staff=True),
    "task-delegated": Kind("swap", N_("{who}把“{task}”委托给{to}"), staff=True),
    "task-returned": Kind("retry", N_("{who}把“{task}”交回{to}"), staff=True),
    "task-recalled": Kind("retry", N_("{who}收回委托出去的“{task}”"), staff=True),
    "task-follow-up": Kind("cal", N_("{who}改了“{task}”的跟进日期"), staff=True, small=True),
    "task-completed": Kind("check", N_("{who}办结“{task}”")),
    "contents-read": Kind("eye", N_("{who}以管理员身份查阅了本案"), staff=True),
    "comment": Kind("talk", N_("{who}写了意见"), staff=True),
    "recused": Kind("x", N_("{who}声明利害关系，已回避本案"), staff=True),
    "timer-fired": Kind("clock", "{element}"),
    "timer-moved": Kind("swap", N_("{who}把“{element}”改期到 {day}：{reason}"), tone="due"),
    "timer-held": Kind("cal", N_("“{element}”到了推定日期 {day}，没有放行：{reason}"), tone="due"),
    "date-moved": Kind("swap", N_("“{element}”的到期日改为 {day}：{reason}"), tone="due"),
    "date-kept": Kind("cal", N_("“{element}”的到期日已经告知，不提前，仍是 {day}：{reason}")),
    "date-certain": Kind("cal", N_("“{element}”的到期日 {day} 由推定转为确定：{reason}")),
    "date-passed": Kind("warn", N_("“{element}”已经放行，按新日历应到 {day}：{reason}"), tone="due"),
    "message-received": Kind("inbox", "{element}"),
    "message-sent": Kind("inbox", N_("{who}提交“{name}”")),
    "message-published": Kind("horn", "{element}", staff=True, small=True),
    "signal-received": Kind("horn", "{element}"),
    "signal-thrown": Kind("horn", N_("{element}：发出信号“{name}”"), staff=True, small=True),
    "decision-evaluated": Kind("scale", "{element}", staff=True, small=True),
    "letter": Kind("doc", "{element}"),
    "reminder": Kind("horn", "{element}"),
    "award-recorded": Kind("flag", N_("登记获奖")),
    "award-revoked": Kind("x", N_("登记撤销获奖"), tone="bad"),
    "pool-entered": Kind("flag", N_("登记入池")),
    "pool-left": Kind("flag", N_("登记出池：{reason}")),
    "expert-entered": Kind("people", N_("登记入专家库"), staff=True),
    "expert-left": Kind("people", N_("登记出专家库"), staff=True),
    "mentoring-filed": Kind("people", N_("登记指导专家备案")),
    "experts-engaged": Kind("people", N_("聘请评审专家"), staff=True),
    "engagements-ended": Kind("people", N_("评审专家的聘请终止，查阅权限停止"), staff=True),
    "rule-edition-entered": Kind("stamp", N_("登记办法版本"), staff=True),
    "error-thrown": Kind("warn", N_("{element}转入例外处理"), staff=True),
    "escalation-thrown": Kind("up", N_("“{element}”上报，转入“{caught_by}”"), staff=True),
    "escalation-uncaught": Kind("up", N_("“{element}”没有环节接收"), staff=True, tone="due"),
    "compensation-thrown": Kind("retry", N_("{element}：撤销已经办完的环节")),
    "gateway-reset": Kind("flow", N_("{element}收齐其余各路"), staff=True, small=True),
    "multi-instance-started": Kind("list", N_("{element}共 {instances} 项"), staff=True, small=True),
    "multi-instance-completed": Kind("list", N_("{element}办完 {instances} 项"), staff=True, small=True),
    "ad-hoc-begun": Kind("play", N_("{who}选择开始“{element}”"), staff=True),
    "ad-hoc-ended": Kind("check", N_("{who}宣布自选环节已经办完"), staff=True),
    "incident": Kind("stop", N_("{element}出了故障"), staff=True, tone="bad"),
    "incident-retried": Kind("retry", N_("{who}重试{element}"), staff=True),
    "incident-resolved": Kind("check", N_("{who}确认故障已解决"), staff=True),
    "suspended": Kind("pause", N_("{who}暂停办理：{reason}"), tone="hold"),
    "resumed": Kind("play", N_("{who}恢复办理：{reason}")),
    "modified": Kind("swap", N_("{who}调整办理位置：{reason}"), staff=True),
    "variables-set": Kind("edit", N_("{who}更改案情数据：{reason}"), staff=True),
    "migrated": Kind("flow", N_("{who}把案件转到流程第 {version} 版：{reason}"), staff=True),
    "cancel-requested": Kind("x", N_("{who}取消：{reason}")),
    "instance-completed": Kind("flag", N_("办结：{ends}")),
    "instance-cancelled": Kind("x", N_("已取消")),
}

_INSTRUCTIONS = {
    "CancelToken": N_("取消令牌 {token}"),
    "StartBefore": N_("从“{element}”之前开始"),
    "StartAfter": N_("从“{element}”之后继续"),
    "SetVariables": N_("更改数据 {values}"),
}


class Elements:
    """The elements of all diagrams of a call tree, by instance and id."""

    def __init__(self, deployed: Mapping[int, Deployed]) -> None:
        self._deployed = deployed

    def find(self, instance_id: int | None, element: str | None) -> Element | None:
        found = self._deployed.get(instance_id or 0)
        return found.definition.elements.get(element or "") if found else None

    def process(self, instance_id: int) -> str:
        """The process of an instance."""
        return self._deployed[instance_id].process_id

    def name(self, instance_id: int | None, element: str | None) -> str:
        """An element's name; without one its id."""
        found = self.find(instance_id, element)
        return found.name if found and found.name else element or ""


def who(name: str, reader: Reader) -> str:
    """A person as the reader may know them."""
    if name == SYSTEM or not name:
        return _("系统")
    if name == reader.name:
        return _("您")
    if reader.names_people:
        return reader.people.get(name, name)
    return _(reader.party) if name == reader.owner else _("工作人员")


def acted(entry: Mapping[str, Any], reader: Reader) -> str:
    """Who acted; beside them whoever was away and in whose name it was done: `甲 代 乙`."""
    name, absent = who(entry["actor"], reader), entry["facts"].get("stands_for")
    behalf = entry["facts"].get("on_behalf_of")  # somebody without an account, by name
    if behalf:
        told = behalf if reader.names_people else _(reader.party)
        return _("%(name)s 代 %(absent)s ", name=name, absent=told)
    if not absent or not reader.names_people:
        return name
    return _("%(name)s 代 %(absent)s ", name=name, absent=who(absent, reader))


def said(entry: Mapping[str, Any], root_id: int, reader: Reader, elements: Elements) -> str:
    """The line of an entry whose kind is told. `root_id` is the case."""
    facts, instance = entry["facts"], entry["instance_id"]
    element = elements.name(instance, entry["element"])
    ends = _names(instance, facts.get("ends", ()), elements) or _("流程结束")
    if entry["kind"] == "instance-completed" and ends == N_("办结"):
        return ends  # an end of that name is said once
    return _(KINDS[entry["kind"]].text).format(
        who=acted(entry, reader),
        task=facts.get("name") or element,
        to=who(facts.get("to") or "", reader),
        element=element,
        name=facts.get("name", ""),
        caught_by=elements.name(instance, facts.get("caught_by")),
        instances=facts.get("instances", ""),
        version=facts.get("version", ""),
        opening=_(opening_word(elements.process(root_id))),
        day=_day(facts.get("day")),
        reason=facts.get("reason", ""),
        ends=ends,
    )


def noted(entry: Mapping[str, Any], elements: Elements) -> tuple[str, ...]:
    """What stands below the line, smaller."""
    facts, instance = entry["facts"], entry["instance_id"]
    match entry["kind"]:
        case "incident":
            return (str(facts.get("message") or ""),)
        case "contents-read":
            return (reading_trail.words(facts),)
        case "compensation-thrown":
            undone = _names(instance, facts["undoes"], elements)
            return (_("依次撤销：%(steps)s", steps=undone) if undone else _("没有需要撤销的"),)
        case "ad-hoc-begun" | "ad-hoc-ended":
            return (_("理由：%(reason)s", reason=facts["reason"]),)
        case "variables-set":
            return (_("更改：%(names)s", names=_("、").join(facts["values"])),)
        case "modified":
            return tuple(_instruction(one, instance, elements) for one in facts["instructions"])
        case "timer-fired" if facts.get("reason"):
            return (_("不等到期，由管理员触发：%(reason)s", reason=facts["reason"]),)
        case "date-moved":
            return (_("原到期日 %(day)s", day=_day(facts["was_day"])),)
        case "letter":
            return (str(facts["number"]),) if facts.get("number") else ()
        case "escalation-uncaught":
            return (_("代码 %(code)s", code=facts["code"]),)
    return ()


def _instruction(one: Mapping[str, Any], instance: int, elements: Elements) -> str:
    told = {"element": elements.name(instance, one.get("element")), "token": one.get("token")}
    return _(_INSTRUCTIONS[one["do"]]).format(values=_("、").join(one.get("values", ())), **told)


def _names(instance: int, ids: Iterable[str], elements: Elements) -> str:
    return _("、").join(elements.name(instance, identity) for identity in ids)


def _day(text: str | None) -> str:
    return text_of(date.fromisoformat(text)) if text else ""
