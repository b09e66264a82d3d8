"""The outline twin of a diagram: the same elements as a nested list, readable without seeing the drawing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engine.bpmn import Definition
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
    "adHocSubProcess": "子流程",
    "transaction": "子流程",
    "startEvent": "开始",
    "endEvent": "结束",
    "intermediateCatchEvent": "等待",
    "intermediateThrowEvent": "发出",
    "boundaryEvent": "其间",
    "exclusiveGateway": "分支",
    "inclusiveGateway": "分支（可多选）",
    "parallelGateway": "并行",
    "eventBasedGateway": "先到先行",
    "complexGateway": "分支",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One element in the outline; `numbers` are those of the waiting sentences about it."""

    name: str
    kind: str
    clause: str
    state: str  # walked | here | far
    numbers: tuple[int, ...]
    inside: tuple[Node, ...]

    @property
    def word(self) -> str:
        return {"walked": "已走过", "here": "正在此处"}.get(self.state, "尚未到达")


def outline(
    definition: Definition,
    walked: Collection[str],
    here: Mapping[str, tuple[int, ...]],
    scope: str | None = None,
) -> tuple[Node, ...]:
    """The elements of one scope in the order of the file; gateways without a name say nothing and are left out."""
    nodes = []
    for element in definition.elements.values():
        if element.parent != scope or (not element.name and element.type.endswith("Gateway")):
            continue
        inside = outline(definition, walked, here, element.id)
        numbers = here.get(element.id, ())
        at = bool(numbers) or any(node.state == "here" for node in inside)
        state = "here" if at else "walked" if element.id in walked else "far"
        nodes.append(
            Node(
                element.name or element.id,
                KINDS.get(element.type, ""),
                label(element.articles),
                state,
                numbers,
                inside,
            )
        )
    return tuple(nodes)
