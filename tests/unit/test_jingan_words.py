"""What the forms of Jing'an say in words, read as they are deployed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from engine.feel import Environment
from engine.forms import Node, parse_form, present
from engine.forms.nodes import every

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
FINDING = {"req": "J-16.1", "kind": "refer", "message": "指标不明", "cure": "补充说明"}


def shown(form: str, **context: Any) -> dict[str, Node]:
    """The parts of a form that are shown, by id."""
    file = PROCESSES / "jingan" / "forms" / f"{form}.form"
    nodes = present(parse_form(file.read_bytes(), file.name), context, Environment())
    return {node.component.id: node for node in every(nodes) if node.shown}


def test_no_findings_means_that_all_conditions_passed() -> None:
    passed = shown("qualification-decision", findings=[])
    assert passed["text_no_findings"].text == "**核对结果**：申报条件已由系统逐项自动核对，全部通过。"
    assert "table_findings" not in passed


def test_findings_are_listed_and_nothing_is_said_to_have_passed() -> None:
    found = shown("qualification-decision", findings=[FINDING])
    assert found["table_findings"].table == [["J-16.1", "refer", "指标不明", "补充说明"]]
    assert "text_no_findings" not in found


def test_a_task_that_is_done_claims_nothing_about_findings() -> None:
    assert not {"table_findings", "text_no_findings"} & shown("qualification-decision").keys()


def test_the_applicants_summary_says_what_it_is() -> None:
    labelled = shown("materials-check", summary="示例做法")["text_summary"]
    assert labelled.text == "**质量管理模式或成果摘要**（申报人填写）：示例做法"
    assert "text_summary" not in shown("materials-check", summary="")


def test_words_for_what_a_check_found_and_for_the_internal_notice() -> None:
    words = yaml.safe_load((PROCESSES / "shared" / "vocabulary.yaml").read_text(encoding="utf-8"))
    assert [words["values"][kind] for kind in ("hard", "refer", "soft")] == ["否决", "待研判", "提示"]
    assert words["facts"]["internal_posted_on"] == "内部公示日期"
