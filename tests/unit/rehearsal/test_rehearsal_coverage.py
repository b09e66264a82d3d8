"""What stories touched: only those that passed count, and the pages show what was missed."""

from __future__ import annotations

from pathlib import Path

import orjson

from engine.rehearsal import pages
from tests.support import tale
from tests.unit.rehearsal.playing import rehearsed

PASSING = tale.story(tale.PASS, tale.ANSWER, {"pass": "P3D"}, tale.DONE)
FAILING = tale.story({"complete": "review", "with": {"passed": False}}, {"complete": "refusal"}, tale.DONE)
NOTHING = {"elements": (0, 10), "flows": (0, 9), "articles": (0, 2)}


def counts(shares: dict[str, dict[str, int]]) -> dict[str, tuple[int, int]]:
    return {kind: (share["covered"], share["total"]) for kind, share in shares.items()}


def test_elements_flows_and_articles_are_counted(tmp_path: Path) -> None:
    shares = rehearsed(tmp_path, PASSING).coverage["tale.case"]
    assert counts(shares) == {"elements": (8, 10), "flows": (7, 9), "articles": (1, 2)}
    assert shares["elements"]["missing"] == ["refusal", "refused"]
    assert shares["flows"]["missing"] == ["refusal-to-refused", "result-to-refusal"]
    assert shares["articles"]["missing"] == ["T-2"]


def test_a_story_that_failed_counts_for_nothing(tmp_path: Path) -> None:
    report = rehearsed(tmp_path, FAILING)
    assert report.as_json()["failed"] == 1
    assert counts(report.coverage["tale.case"]) == NOTHING


def test_a_story_that_expects_nothing_counts_for_nothing(tmp_path: Path) -> None:
    report = rehearsed(tmp_path, tale.story(tale.PASS, {"expect": {"open": []}}))
    assert report.as_json()["failed"] == 1
    assert counts(report.coverage["tale.case"]) == NOTHING


def test_several_stories_add_up(tmp_path: Path) -> None:
    refused = {"expect": {"ended": "refused"}}
    other = tale.story({"complete": "review", "with": {"passed": False}}, {"complete": "refusal"}, refused)
    shares = rehearsed(tmp_path, PASSING, other).coverage["tale.case"]
    assert counts(shares) == {"elements": (10, 10), "flows": (9, 9), "articles": (2, 2)}


def test_the_folder_holds_the_counts_and_a_page_for_each_process(tmp_path: Path) -> None:
    report = rehearsed(tmp_path, PASSING)
    index = pages.write(report, tmp_path / "out" / "coverage")
    written = sorted(p.name for p in index.parent.iterdir())
    assert written == ["coverage.json", "index.html", "tale.case.html", "tale.objection.html"]
    assert orjson.loads((index.parent / "coverage.json").read_bytes()) == report.coverage
    case = (index.parent / "tale.case.html").read_text(encoding="utf-8")
    assert '<a href="#e-refusal"><code>refusal</code></a></td><td class="narrow">refusal 任务</td>' in case
    assert "第二条 退回" in case
    assert "没有布局信息" in case
