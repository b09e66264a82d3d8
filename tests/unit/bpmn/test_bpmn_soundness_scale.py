"""What soundness costs, counted: large diagrams are decided, tangles are given up soon and with a word."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.bpmn import check
from engine.bpmn.parser import _read
from engine.bpmn.report import Report
from engine.bpmn.soundness import Budget, check_soundness
from engine.bpmn.soundness.budget import LEAST, MAX_WORK
from tests.unit.bpmn import tangles
from tests.unit.bpmn.diagrams import user
from tests.unit.bpmn.test_bpmn_bad_input import STEPS
from tests.unit.bpmn.test_bpmn_scale import calls


def looked(source: bytes) -> tuple[list[tuple[str, str, str | None]], Budget]:
    """What soundness says, and what it cost."""
    report, budget = Report("p.bpmn"), Budget()
    read = _read(source, "p.bpmn", report)
    assert read is not None
    assert [f for f in report.findings if f.severity == "error"] == []
    before = len(report.findings)
    for process in read.processes:
        check_soundness(report, process, budget)
    return [(f.severity, f.rule, f.element) for f in report.findings[before:]], budget


@pytest.mark.parametrize(
    ("source", "states"),
    [
        (tangles.row(4998), 2),
        (tangles.fan(2400, "parallel", "parallel"), 2),
        (tangles.fan(2400, "parallel", "inclusive"), 2),
        (tangles.blocks(1600), 2),
        (tangles.twelve(4980), 40),
        (tangles.nested(98, user("core")), 99 * 3),
        (tangles.crossing(6, "parallel", "parallel"), 60),
        (tangles.crossing(12, "parallel", "inclusive"), 200),
        (tangles.ladder(12), 200),
        (tangles.lines(300), 2_500),
    ],
    ids=[
        "row",
        "fan",
        "inclusive fan",
        "blocks",
        "twelve",
        "nested",
        "crossing",
        "inclusive crossing",
        "ladder",
        "lines",
    ],
)
def test_large_diagrams_are_decided(source, states):
    found, budget = looked(source)
    assert found == []
    assert budget.states <= states


def test_a_standstill_behind_twenty_free_ways_is_found():
    found, budget = looked(tangles.fan(20, "inclusive", "parallel"))
    assert found == [("error", "deadlock", "j")]
    assert budget.states <= 1_000


GIVEN_UP = {
    "crossing": tangles.crossing(30, "parallel", "parallel"),
    "inclusive": tangles.crossing(6, "inclusive", "inclusive"),
    "mixed": tangles.crossing(60, "parallel", "inclusive"),
    "free": tangles.crossing(8, "exclusive", "inclusive"),
    "ladder": tangles.ladder(800),
    "fan": tangles.fan(1600, "inclusive", "parallel"),
    "rings": tangles.rings(10),
    "complex": tangles.gathered(40, 20),
    "heard": tangles.heard(30, 20),
    "scopes": tangles.side_by_side(12, 6),
}


@pytest.mark.parametrize("name", GIVEN_UP)
def test_tangles_are_given_up_with_one_word(name):
    found, budget = looked(GIVEN_UP[name])
    scopes = GIVEN_UP[name].count(b"<bpmn:subProcess") + 1
    assert Counter(rule for _, rule, _ in found)["soundness-bound"] == 1
    assert ("warning", "soundness-bound", "p") in found
    assert "deadlock" not in {rule for severity, rule, _ in found if severity == "error"}
    assert budget.spent <= MAX_WORK + LEAST * scopes


@pytest.mark.parametrize("name", ["mixed", "ladder", "scopes"])
def test_a_whole_check_of_a_tangle_takes_some_seconds_at_most(name):
    assert calls(lambda: check(GIVEN_UP[name], "p.bpmn")) < STEPS


def test_giving_up_names_the_bound():
    (finding,) = [f for f in check(GIVEN_UP["inclusive"], "p.bpmn") if f.rule == "soundness-bound"]
    _, budget = looked(GIVEN_UP["inclusive"])
    assert finding.message == (
        f"并行的组合太多：查过 {budget.states:,} 种状态就到了上限（{budget.spent:,} 步），没有查完会不会卡住。"
        "请把可以各自办完的部分放进子流程，或人工核对各个网关。"
    )


def test_one_tangle_does_not_hide_a_standstill_elsewhere():
    stuck = tangles.fan(2, "inclusive", "parallel").decode()
    stuck = stuck[stuck.index('<bpmn:startEvent id="s"') : stuck.index("</bpmn:process>")]
    source = tangles.side_by_side(3, 6).decode().replace("</bpmn:process>", "@", 1)
    other = f'<bpmn:process id="q" isExecutable="true">{stuck}</bpmn:process>'
    for attribute in ("id", "sourceRef", "targetRef", "default"):
        other = other.replace(f' {attribute}="', f' {attribute}="q-')
    found, _ = looked(source.replace("@", "</bpmn:process>" + other).encode())
    assert ("error", "deadlock", "q-j") in found
