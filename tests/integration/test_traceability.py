"""What the page of requirements counts: an element that cites one, and a story of the same scheme that passed it."""

from __future__ import annotations

from pathlib import Path

import assembly
from engine import rehearsal
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from engine.rehearsal import traceability
from tests.support import diagrams as d

STAFF = "groups: {{{scheme}.staff: 经办}}\n"
RULE = """
name: {scheme}奖
articles:
  - {{id: {letter}-1, number: 第一条, title: 审查, summary: 审查材料。}}
  - {{id: {letter}-2, number: 第二条, title: 宣传, summary: 宣传推广。, duty: 有关部门：宣传是人的工作}}
  - {{id: {letter}-3, number: 第三条, title: 归档, summary: 保存材料。}}
"""
STORY = """
scenario: 审查
process: {scheme}.application
clock: 2026-03-02T09:00:00+08:00
start: {{business key: 一号}}
steps:
  - complete: check
    by: {scheme}.staff
  - expect: {{ended: [end]}}
"""


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


def _scheme(root: Path, scheme: str, letter: str, *, told: bool) -> None:
    folder = root / scheme
    (folder / "scenarios").mkdir(parents=True)
    (folder / "groups.yaml").write_text(STAFF.format(scheme=scheme))
    (folder / "scheme.yaml").write_text(RULE.format(scheme=scheme, letter=letter))
    check = d.task("check", groups=f"{scheme}.staff", properties={"articles": f"{letter}-1"})
    (folder / "application.bpmn").write_bytes(
        d.diagram(f"{scheme}.application", d.start(), check, d.end(), d.flows("start check end"))
    )
    if told:
        (folder / "scenarios" / "story.yaml").write_text(STORY.format(scheme=scheme))


def test_what_is_answered_what_is_a_duty_and_what_is_missing(tmp_path: Path) -> None:
    _scheme(tmp_path, "one", "X", told=True)
    _scheme(tmp_path, "two", "Y", told=False)
    found = traceability.trace(rehearsal.run([tmp_path], _engine))
    states = {row.id: row.state for t in found for row in t.rows}
    # Y-1 has its element, but no story of its own scheme passes it.
    assert states == {
        "X-1": "covered",
        "X-2": "duty",
        "X-3": "missing",
        "Y-1": "missing",
        "Y-2": "duty",
        "Y-3": "missing",
    }


def test_the_page_names_element_story_and_person(tmp_path: Path) -> None:
    _scheme(tmp_path, "one", "X", told=True)
    page = traceability.pages(rehearsal.run([tmp_path], _engine))["one"]
    assert "共 3 条：1 条有环节承办并由情景走到，1 条是人的职责，1 条还没有。" in page
    assert "| X-1 | 第一条审查 | one.application：check 任务 |  |  | story |" in page
    assert "| X-2 | 第二条宣传 | 有关部门：宣传是人的工作 |" in page
    assert "| **还没有** X-3 |" in page
