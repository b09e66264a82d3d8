"""The outline twin of a diagram: the same elements as a nested list, readable without seeing the drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from engine.bpmn import Definition, Element
from web.clauses import label

KINDS = {
    "userTask": "人工任务",
    "manualTask": "人工任务",
    "serviceTask": "系统办理",
    "sendTask": "发出",
    "receiveTask": "等待来件",
    "scriptTask": "计算",
    "businessRuleTask": "决策",
    "callActivity": "子流程",
    "subProcess": "子流程",
    "adHocSubProcess": "自选环节",
    "transaction": "事务",
    "startEvent": "开始",
    "endEvent": "结束",
    "intermediateCatchEvent": "等待",
    "intermediateThrowEvent": "发出",
    "boundaryEvent": "其间",
    "exclusiveGateway": "分支",
    "inclusiveGateway": "分支（可多选）",
    "parallelGateway": "并行",
    "eventBasedGateway": "先到先行",
    "complexGateway": "满足条件即走",
}
TRIGGERS = {
    "message": "消息",
    "timer": "到时",
    "signal": "信号",
    "conditional": "条件成立",
    "error": "出错",
    "escalation": "升级",
    "compensate": "补偿",
    "cancel": "取消",
    "terminate": "终止",
    "link": "接续",
}
REPEATS = {"parallel": "每项一份，同时办", "sequential": "每项一份，逐个办", "loop": "可重复"}


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
        return _WORDS.get(self.state, "尚未到达")


_WORDS = {"walked": "已走过", "undone": "撤销", "here": "正在此处"}


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
    word = "事件触发" if element.of_event else KINDS.get(element.type, "")
    more = [TRIGGERS.get(element.trigger, ""), REPEATS.get(element.repeats, ""), "撤销时办" * element.undoes]
    said = "；".join(part for part in more if part)
    return f"{word}（{said}）" if said else word
