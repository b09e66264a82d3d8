"""The forms of a review: percentages in bands, a finding where one was asked for, a reason where consensus departs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.feel import Environment
from engine.forms import Form, check, parse_form, present

FORMS = Path(__file__).resolve().parents[3] / "processes" / "shared" / "forms"
ITEM = {"number": "4.2.3", "title": "战略部署", "category": "战略", "points": Decimal(50)}
WHOLE = {"strengths": "示例", "improvements": "示例"}


def form(name: str) -> Form:
    return parse_form((FORMS / f"{name}.form").read_bytes(), name)


def errors(name: str, sent: dict[str, Any], known: dict[str, Any]) -> dict[str, str]:
    return dict(check(form(name), sent, known, Environment()).errors)


@pytest.mark.parametrize(
    ("percent", "message"),
    [
        (0, None),
        (65, None),
        (100, None),
        (62, "百分比应是 5 的倍数"),
        (105, "百分比不得大于 100"),
        (None, "请填写百分比"),
    ],
)
def test_percentages_are_given_in_bands(percent: int | None, message: str | None) -> None:
    known = {"round": "desk", "sheet": [{**ITEM, "asked": None}]}
    found = errors("review", {"sheet": [{"percent": percent}], **WHOLE}, known)
    assert found == ({} if message is None else {"sheet[0].percent": message})


def test_points_are_computed_by_the_server() -> None:
    known = {
        "round": "desk",
        "sheet": [{**ITEM, "asked": None}, {**ITEM, "number": "4.2.2", "points": Decimal(40)}],
    }
    sent = {"sheet": [{"percent": 65}, {"percent": 70}], **WHOLE}
    values = check(form("review"), sent, known, Environment()).values
    assert [row["score"] for row in values["sheet"]] == [Decimal("32.5"), 28]
    assert values["sheet_total"] == Decimal("60.5")
    assert values["category_scores"] == [{"category": "战略", "points": 90, "score": Decimal("60.5")}]


def test_where_no_rule_gives_points_nothing_is_scored() -> None:
    known = {"round": "written", "scoring": "judged", "sheet": [{**ITEM, "points": None, "asked": None}]}
    checked = check(
        form("review"), {"sheet": [{"percent": 65, "strengths": "示例"}], **WHOLE}, known, Environment()
    )
    assert dict(checked.errors) == {}
    assert (checked.values["sheet"][0].get("percent"), checked.values.get("sheet_total")) == (None, None)


def test_without_a_criteria_set_the_whole_is_scored() -> None:
    assert errors("review", {**WHOLE}, {"round": "desk", "sheet": []}) == {"score": "请填写得分"}


@pytest.mark.parametrize(
    ("asked", "sent", "wrong"),
    [
        ("看分解记录", {}, ["sheet[0].finding"]),
        ("看分解记录", {"finding": "refuted"}, []),
        (None, {}, []),
    ],
)
def test_what_was_asked_for_gets_a_finding(asked: str | None, sent: dict[str, str], wrong: list[str]) -> None:
    known = {"round": "onsite", "sheet": [{**ITEM, "asked": asked}]}
    visit = {"visited_on": "2026-10-20", "verified": "示例"}
    assert list(errors("review", {"sheet": [{"percent": 60, **sent}], **WHOLE, **visit}, known)) == wrong


@pytest.mark.parametrize(
    ("agreed", "reason", "wrong"),
    [
        (65, None, []),
        (70, None, ["consensus[0].reason"]),
        (60, None, ["consensus[0].reason"]),
        (70, "现场可核", []),
        (None, None, ["consensus[0].agreed"]),
    ],
)
def test_consensus_says_why_it_departs_from_the_median(
    agreed: int | None, reason: str | None, wrong: list[str]
) -> None:
    row = {**ITEM, "median": Decimal(65), "range": Decimal(10), "ends": ""}
    sent = {"consensus": [{"agreed": agreed, "reason": reason}]}
    assert list(errors("review-consensus", sent, {"consensus": [row]})) == wrong


def test_a_band_beside_a_median_between_two_needs_no_reason() -> None:
    row = {**ITEM, "median": Decimal("67.5"), "range": Decimal(5), "ends": ""}
    assert errors("review-consensus", {"consensus": [{"agreed": 70}]}, {"consensus": [row]}) == {}


def test_who_visits_reads_the_plan_on_the_sheet() -> None:
    """Who plans and who scores are different people; a round at the desk has no plan."""
    plan = {
        "visit_planned_on": date(2026, 3, 20),
        "visit_participants": "评审组、质量部",
        "visit_focus": None,
    }

    def told(round_: str, **known: Any) -> list[str]:
        nodes = present(form("review"), {"round": round_, **known}, Environment())
        return [node.text for node in nodes if node.shown and node.component.id.startswith("text_visit")]

    assert told("desk", **plan) == []
    assert told("onsite") == []
    assert told("onsite", **plan) == ["**现场评审计划**：2026年3月20日 周五；参加人员：评审组、质量部"]
    assert told("onsite", **{**plan, "visit_focus": "满意度数据"})[1:] == ["核实重点：满意度数据"]
