"""What a diagram asks for and nobody has: told at the element, with what cures it."""

from __future__ import annotations

import pytest

from engine import bundle as bundles
from engine.errors import Finding
from tests.support import diagrams as d

GROUPS = "groups: {p.clerk: 经办}".encode()
SCHEME = "{name: 示例奖, articles: [{id: P-1, title: 一}]}".encode()
RULE = b'<bpmn:businessRuleTask id="a" name="a"><bpmn:extensionElements><zeebe:calledDecision decisionId="p.odds" resultVariable="x"/></bpmn:extensionElements></bpmn:businessRuleTask>'


def findings(part: str, **files: bytes) -> list[Finding]:
    """What is missing around a process with one element `a`."""
    main = d.diagram("p.main", d.start(), part, d.end(), d.flows("start a end"))
    named = {f"p/{name.replace('__', '.')}": content for name, content in files.items()}
    read = bundles.read({"p/main.bpmn": main, **named}, job_types=["letter"])
    return [f for f in read.findings if f.rule.startswith("missing-") or f.rule == "call-cycle"]


@pytest.mark.parametrize(
    ("part", "rule", "message"),
    [
        (
            d.task("a", form="p.apply", groups="p.clerk"),
            "missing-form",
            "找不到表单“p.apply”。请补上 p/forms/apply.form，或改正任务上写的表单编号。",
        ),
        (
            RULE.decode(),
            "missing-decision",
            "找不到决策“p.odds”。请补上它的决策表（如 p/decisions/odds.dmn），或改正业务规则任务上写的决策编号。",
        ),
        (
            d.call("a", "p.notice"),
            "missing-callee",
            "找不到被调用的流程“p.notice”。请补上 p/notice.bpmn，或改正调用活动上写的流程编号。",
        ),
        (
            d.service("a", "fax"),
            "missing-handler",
            "找不到服务任务的处理程序“fax”。请改用系统已有的处理程序，或请管理员先接上它。",
        ),
        (
            d.service("a", "leter"),
            "missing-handler",
            "找不到服务任务的处理程序“leter”。您是不是要写“letter”？",
        ),
        (
            d.task("a", groups="p.clerk, p.judge"),
            "missing-group",
            "找不到候选组“p.judge”。请在 groups.yaml 里登记它，或改正任务（或泳道）上写的组。",
        ),
        (
            d.task("a", groups="p.clerk", properties={"articles": "P-1, P-9"}),
            "missing-article",
            "scheme.yaml 里没有条文“P-9”。请在 articles 里登记它，或改正元素上写的条文编号。",
        ),
    ],
)
def test_what_is_missing_is_told_where_it_is_asked_for(part: str, rule: str, message: str) -> None:
    found = findings(part, groups__yaml=GROUPS, scheme__yaml=SCHEME)
    assert [(f.rule, f.message, f.file, f.element) for f in found] == [(rule, message, "p/main.bpmn", "a")]
    assert [(f.line is not None, f.severity) for f in found] == [(True, "error")]


def test_a_group_of_a_lane_is_missed_at_its_task() -> None:
    lane = (
        '<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="p.judge"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:laneSet>"
    )
    assert [(f.rule, f.element) for f in findings(lane + d.task("a"), groups__yaml=GROUPS)] == [
        ("missing-group", "a")
    ]


def called(name: str, *callees: str) -> bytes:
    ids = [f"c{n}" for n in range(len(callees))]
    calls = [d.call(at, callee) for at, callee in zip(ids, callees, strict=True)]
    return d.diagram(name, d.start(), *calls, d.end(), d.flows(" ".join(["start", *ids, "end"])))


def test_processes_that_call_each_other_in_a_circle() -> None:
    """From each of them the shortest way back, at the call where it begins; who only calls into it is left alone."""
    found = findings(
        d.call("a", "p.one"),
        one__bpmn=called("p.one", "p.leaf", "p.two"),
        two__bpmn=called("p.two", "p.one"),
        leaf__bpmn=called("p.leaf"),
        own__bpmn=called("p.own", "p.own"),
    )
    assert [(f.rule, f.file, f.element) for f in found] == [
        ("call-cycle", "p/one.bpmn", "c1"),
        ("call-cycle", "p/own.bpmn", "c0"),
        ("call-cycle", "p/two.bpmn", "c0"),
    ]
    assert found[0].message == (
        "流程“p.one”经调用活动又回到自己（p.one → p.two → p.one），会没有尽头；请改掉其中一处调用。"
    )


def test_what_is_there_is_not_missed() -> None:
    form = b'{"type": "default", "id": "p.apply", "components": []}'
    files = {"groups__yaml": GROUPS, "scheme__yaml": SCHEME, "forms/apply__form": form}
    part = d.task("a", form="p.apply", groups="p.clerk", properties={"articles": "P-1"})
    assert findings(part, **files) == []
