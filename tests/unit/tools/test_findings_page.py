"""The owners' page of findings is the code's: every rule, its gravity and its sentences, each with a meaning and a cure."""

from __future__ import annotations

import re

from engine.bpmn import check
from tests.unit.bpmn.diagrams import diagram, end, path, start, user
from tools import findings

PAGE = findings.PAGE.read_text(encoding="utf-8")
ROWS = [line.strip("|").split(" | ") for line in PAGE.splitlines() if line.startswith("| `")]
CURE = "run `python -m tools.findings`, then write what a new rule means and what cures it"


def test_the_page_is_up_to_date() -> None:
    assert findings.refreshed(PAGE) == PAGE, CURE


def test_every_rule_has_its_row_with_a_meaning_and_a_cure() -> None:
    assert sorted(row[0].strip(" `") for row in ROWS) == list(findings.rules())
    assert [row[0] for row in ROWS if len(row) != 5 or not all(cell.strip() for cell in row)] == [], CURE


def test_every_sentence_that_varies_is_one_of_the_page() -> None:
    """What a check says is found on the page by its rule, whatever the ids are."""
    parts = [start(), user("a"), user("lost"), end(), path("s", "a"), path("lost", "lost")]
    said = {row[0].strip(" `"): row[2].strip().split("<br>") for row in ROWS}
    found = check(diagram(*parts), "p.bpmn")
    assert {f.rule for f in found} >= {"unreachable", "dead-end"}
    for finding in found:
        patterns = [".*".join(map(re.escape, sentence.split("…"))) for sentence in said[finding.rule]]
        assert any(re.fullmatch(pattern, finding.message) for pattern in patterns), finding


def test_rules_are_computed_only_where_the_page_knows_of_it() -> None:
    assert findings.computed() == findings.COMPUTED


def test_what_is_new_comes_last_and_what_is_gone_goes() -> None:
    head = "# x\n\n| 规则 | 程度 | 检查会说 | 意思 | 怎样改 |\n|---|---|---|---|---|\n"
    page = f"{head}| `dead-end` | ? | ? | means | cure |\n| `no-such-rule` | ? | ? | means | cure |\n"
    lines = findings.refreshed(page).splitlines()
    assert lines[4] == "| `dead-end` | 提醒 | 流程在这里结束，却没有结束事件。 | means | cure |"
    assert len(lines) == 4 + len(findings.rules())
    assert lines[5].startswith("| `ad-hoc` | 错误或提醒 | ")
    assert lines[5].endswith(" |  |  |")
    assert not any("no-such-rule" in line for line in lines)
