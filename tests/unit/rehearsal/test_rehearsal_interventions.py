"""Steps beyond the usual: signals, free work, variables from outside, standing still."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine import rehearsal
from engine.rehearsal import scenario
from tests.support import diagrams as d
from tests.support import tale
from tests.unit.rehearsal.playing import rehearse_files

SIGNAL = '<bpmn:signalEventDefinition signalRef="frozen"/>'
CONDITION = "<bpmn:conditionalEventDefinition><bpmn:condition>=amount &gt; 60</bpmn:condition></bpmn:conditionalEventDefinition>"
VISIT = (
    '<bpmn:adHocSubProcess id="visit" name="核查">'
    + d.task("papers", groups="tale.clerk")
    + d.task("talk", groups="tale.clerk")
    + "<bpmn:completionCondition>=amount &lt; 0</bpmn:completionCondition></bpmn:adHocSubProcess>"
)
CASE = d.diagram(
    "tale.case",
    *(d.start(), d.catch("frozen-now", SIGNAL), d.catch("rich", CONDITION), VISIT, d.end("done")),
    d.flows("start frozen-now rich visit done"),
    head='<bpmn:signal id="frozen" name="frozen"/>',
)
FREEZE: tale.Step = {"signal": "frozen", "with": {"why": "flood"}}
RICH: tale.Step = {"set": {"amount": 61}}


def at(*elements: str, **more: object) -> tale.Step:
    return {"expect": {"at": list(elements), "due": {}, **more}}


def told(folder: Path, *steps: tale.Step) -> rehearsal.Result:
    (result,) = rehearse_files(folder, CASE, tale.story(*steps)).results
    return result


def test_a_signal_wakes_who_listens_and_brings_its_variables(tmp_path: Path) -> None:
    steps = (at("frozen-now"), FREEZE, at("rich", variables={"why": "flood"}))
    assert told(tmp_path, *steps).failure is None


def test_a_variable_that_is_set_makes_a_condition_true(tmp_path: Path) -> None:
    assert told(tmp_path, FREEZE, {"set": {"amount": 60}}, at("rich"), RICH, at("visit")).failure is None


def test_free_work_is_begun_and_ended(tmp_path: Path) -> None:
    steps = (FREEZE, RICH, {"activate": "talk"}, {"complete": "talk"}, {"activate": "talk"})
    waiting = {"expect": {"at": ["talk", "visit"], "open": ["talk"], "not reached": ["papers"], "due": {}}}
    assert told(tmp_path, *steps, waiting, {"enough": "visit"}, tale.DONE).failure is None


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({"activate": "nothing"}, "第 3 步：没有可以由人开始“nothing”的即席子流程"),
        ({"enough": "rich"}, "第 3 步：“rich”不是正在等人选择的即席子流程"),
        ({"activate": "talk", "in": "rich"}, "第 3 步：没有可以由人开始“talk”的即席子流程"),
    ],
)
def test_what_cannot_be_begun_is_said(tmp_path: Path, step: tale.Step, sentence: str) -> None:
    assert told(tmp_path, FREEZE, RICH, step, tale.DONE).failure == sentence


def test_only_an_administrator_begins_free_work(tmp_path: Path) -> None:
    steps = (FREEZE, RICH, {"activate": "talk", "by": "clerk", "refused": "not-found"}, at("visit"))
    assert told(tmp_path, *steps).failure is None


def test_a_suspended_case_hears_what_came_meanwhile_when_it_is_resumed(tmp_path: Path) -> None:
    steps = ({"suspend": "等批复"}, FREEZE, at("frozen-now"), {"resume": "已批复"}, at("rich"))
    assert told(tmp_path, *steps).failure is None


def test_a_case_is_cancelled(tmp_path: Path) -> None:
    assert (
        told(tmp_path, {"cancel": "撤回"}, tale.DONE).failure == "第 2 步：应以 ['done'] 结束，实际 cancelled"
    )


def test_what_is_set_must_be_named(tmp_path: Path) -> None:
    assert (
        told(tmp_path, {"set": 61}, tale.DONE).failure
        == "tale/scenarios/story-1.yaml：第 1 步的 set 应是“变量: 值”的列表"
    )


def test_the_owners_page_names_every_step_and_every_expectation() -> None:
    page = (Path(__file__).resolve().parents[3] / "processes" / "README.md").read_text(encoding="utf-8")
    table = page[page.index("| 步骤 |") : page.index("应当办不成的一步")]
    first = "".join(line.split(" | ")[0] for line in table.splitlines())
    assert set(re.findall(r"`(\w+):", first)) == set(scenario.STEPS)
    named = page[page.index("`expect` 里能写：") :].split("。")[0]
    assert set(re.findall(r"`([a-z ]+)`", named)) - {"expect"} == set(scenario.EXPECTATIONS)
