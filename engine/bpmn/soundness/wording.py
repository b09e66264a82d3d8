"""The sentences of the findings, with the way that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.bpmn.names import CHINESE
from engine.bpmn.reading.parts import FlowPart, NodePart, ScopePart
from engine.bpmn.soundness.net import Act, Kind

_LONGEST = 14  # so many steps are told in full
_CURES = {
    Kind.JOIN: "请让分开和汇合用同一种网关：分开处改用并行网关，或把这里改为包容网关（只等会来的）或排他网关（不等待）。",
    Kind.GATHER: "它要等的令牌自己也在等它过去；请不要让两个汇合互相等待，例如把回头的流接到分开之前。",
    Kind.COMPLEX: "来的令牌不够激活条件（activationCondition）；请改激活条件，或让更多的路到这里。",
}
_LEFT = "有令牌从边界事件离开了；请让那条路也通到这里，或把这里改为包容网关（只等会来的）。"


def named(node: NodePart) -> str:
    """An element as people know it."""
    return f"“{node.name}”" if node.name else f"{CHINESE[node.tag]}“{node.id}”"


def way(scope: ScopePart, acts: Sequence[Act]) -> str:
    """An example: names of elements in their order, with the ways that were chosen."""
    words: list[str] = []
    for act in acts:
        if act.element not in scope.nodes:
            continue
        node = scope.nodes[act.element]
        if act.kind != "choice":
            words.append(_short(node))
            continue
        chosen = f"（{_branch(scope, scope.flows[act.flow])}）"
        if words and not (node.name and "Gateway" in node.tag):
            words[-1] += chosen
        else:
            words.append(_short(node) + chosen)
    if len(words) > _LONGEST:
        words = [*words[: _LONGEST // 2], "……", *words[-_LONGEST // 2 :]]
    return f"走法：{' → '.join(words)}" if words else "走法：一开始"


def deadlock(
    scope: ScopePart, gate: NodePart, kind: Kind, missing: Iterable[str], acts: Sequence[Act]
) -> str:
    sources = dict.fromkeys(named(scope.nodes[scope.flows[flow].source]) for flow in missing)
    waited = f"要等从{'、'.join(sources)}来的令牌，它却不会来" if sources else "等不到它要的令牌"
    left = any(scope.nodes[a.element].tag == "boundaryEvent" for a in acts if a.element in scope.nodes)
    cure = _LEFT if left and kind is Kind.JOIN else _CURES[kind]
    return f"流程会卡住：{named(gate)}{waited}。{way(scope, acts)}。{cure}"


def doubtful(message: str) -> str:
    """The same, where it depends on how conditions go together or a deadline ends it."""
    return f"{message}如果条件之间的关系或外面的定时能保证不会这样，可以不改。"


def meeting(scope: ScopePart, where: NodePart, twice: NodePart, acts: Sequence[Act]) -> str:
    place = "" if where is twice else f"在{named(where)}"
    return (
        f"几个令牌{place}没有汇合就往下走，{named(twice)}会办不止一次。{way(scope, acts)}。"
        "只该办一次的，请先用并行网关或包容网关汇合；本来就要办几次的，可以不改。"
    )


def endless(scope: ScopePart, node: NodePart, acts: Sequence[Act]) -> str:
    return f"到了{named(node)}就再也走不到结束，只能一直循环。{way(scope, acts)}。请给这个循环加一个通到结束的出口。"


def spinning(scope: ScopePart, node: NodePart, acts: Sequence[Act]) -> str:
    return (
        f"到了{named(node)}就会不停地循环，中间不等任何人和事件，运行时会被强行停下。{way(scope, acts)}。"
        "请给这个循环加一个出口，或在其中加一个要等待的环节。"
    )


def dead(node: NodePart, stops: NodePart | None) -> str:
    if node.tag == "boundaryEvent":
        return (
            "这个边界事件不会发生：它所在的活动不会停下来等，或里面没有什么会抛出它。请删去，或换一个活动。"
        )
    if stops is not None:
        return (
            f"没有一种走法会执行这个元素：前面的{named(stops)}从不正常结束，只会因错误、取消或升级离开。"
            f"请给{named(stops)}里面画一条通到普通结束的路，或删去这个元素。"
        )
    return "没有一种走法会执行这个元素。请检查它前面的网关、条件和事件，或删去它。"


def gave_up(states: int, work: int) -> str:
    return (
        f"并行的组合太多：查过 {states:,} 种状态就到了上限（{work:,} 步），没有查完会不会卡住。"
        "请把可以各自办完的部分放进子流程，或人工核对各个网关。"
    )


def _short(node: NodePart) -> str:
    """An element as a step of an example."""
    alone = node.tag in ("startEvent", "endEvent")
    return node.name or (CHINESE[node.tag] if alone else named(node))


def _branch(scope: ScopePart, flow: FlowPart) -> str:
    return flow.name or f"去{_short(scope.nodes[flow.target])}"
