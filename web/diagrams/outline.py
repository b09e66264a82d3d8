"""The outline twin of a diagram: the same elements as a nested list, readable without seeing the drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn import Definition, Element
from web.clauses import label
from web.language import gettext as _
from web.language import noop as N_

KINDS = {
    "userTask": N_("人工任务"),
    "manualTask": N_("人工任务"),
    "serviceTask": N_("系统办理"),
    "sendTask": N_("发出"),
    "receiveTask": N_("等待来件"),
    "scriptTask": N_("计算"),
    "businessRuleTask": N_("决策"),
    "callActivity": N_("子流程"),
    "subProcess": N_("子流程"),
    "adHocSubProcess": N_("自选环节"),
    "transaction": N_("事务"),
    "startEvent": N_("开始"),
    "endEvent": N_("结束"),
    "intermediateCatchEvent": N_("等待"),
    "intermediateThrowEvent": N_("发出"),
    "boundaryEvent": N_("其间"),
    "exclusiveGateway": N_("分支"),
    "inclusiveGateway": N_("分支（可多选）"),
    "parallelGateway": N_("并行"),
    "eventBasedGateway": N_("先到先行"),
    "complexGateway": N_("满足条件即走"),
}
TRIGGERS = {
    "message": N_("消息"),
    "timer": N_("到时"),
    "signal": N_("信号"),
    "conditional": N_("条件成立"),
    "error": N_("出错"),
    "escalation": N_("升级"),
    "compensate": N_("补偿"),
    "cancel": N_("取消"),
    "terminate": N_("终止"),
    "link": N_("接续"),
}
REPEATS = {"parallel": N_("每项一份，同时办"), "sequential": N_("每项一份，逐个办"), "loop": N_("可重复")}


@dataclass(frozen=True, slots=True)
class Node:
    """One element in the outline; `numbers` are those of the waiting sentences about it."""

    name: str
    kind: str
    clause: str
    state: str  # walked | undone | here | far
    numbers: tuple[int, ...]
    inside: tuple[Node, ...]

    @property
    def word(self) -> str:
        return _(_WORDS.get(self.state, N_("尚未到达")))


_WORDS = {"walked": N_("已走过"), "undone": N_("撤销"), "here": N_("正在此处")}


def outline(
    definition: Definition,
    walked: Collection[str],
    here: Mapping[str, tuple[int, ...]],
    undone: Collection[str] = (),
    cited: Callable[[Iterable[str]], Iterable[str]] = tuple,
    scope: str | None = None,
) -> tuple[Node, ...]:
    """The elements of one scope in the order of the file; gateways without a name say nothing and are left out."""
    nodes = []
    for element in definition.elements.values():
        if element.parent != scope or (not element.name and element.type.endswith("Gateway")):
            continue
        inside = outline(definition, walked, here, undone, cited, element.id)
        numbers = here.get(element.id, ())
        at = bool(numbers) or any(node.state == "here" for node in inside)
        passed = "undone" if element.id in undone else "walked" if element.id in walked else "far"
        nodes.append(
            Node(
                element.name or element.id,
                kind_of(element),
                label(cited(element.articles)),
                "here" if at else passed,
                numbers,
                inside,
            )
        )
    return tuple(nodes)


def kind_of(element: Element) -> str:
    """What an element is, in words: its family, what triggers it, how often it is done."""
    word = _(N_("事件触发") if element.of_event else KINDS.get(element.type, "—"))
    more = [
        TRIGGERS.get(element.trigger, ""),
        REPEATS.get(element.repeats, ""),
        N_("撤销时办") * element.undoes,
    ]
    said = _("；").join(_(part) for part in more if part)
    return _("%(word)s（%(said)s）", word=word, said=said) if said else word
