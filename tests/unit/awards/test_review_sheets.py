"""Sheets side by side: medians and ranges worked out by hand, who counts, what the report begins with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from awards.reviews import sheets
from awards.reviews.balance import plan

ITEM = {"number": "4.2.3", "title": "战略部署", "category": "战略", "points": Decimal(50)}


def review(account: str, percent: int | None, **row: Any) -> dict[str, Any]:
    given = {"number": "4.2.3", "percent": None if percent is None else Decimal(percent), **row}
    return {"account": account, "name": account.upper(), "sheet": [given]}


@pytest.mark.parametrize(
    ("percents", "middle", "apart", "agreed"),
    [
        ([45, 50, 55, 70, 75], 55, 30, 55),
        ([60, 65, 70, 75], Decimal("67.5"), 15, None),  # no band of its own: the group has to say
        ([60, 70], 65, 10, 65),
        ([80], 80, 0, 80),
    ],
)
def test_an_item_is_told_by_median_and_range(
    percents: list[int], middle: Any, apart: int, agreed: int | None
) -> None:
    (row,) = sheets.spread([ITEM], [review(f"r{i}", p) for i, p in enumerate(percents)], None)
    assert (row["median"], row["range"], row["agreed"]) == (middle, apart, agreed)


@pytest.mark.parametrize(("threshold", "wide"), [(None, False), (25, True), (30, True), (35, False)])
def test_only_the_owner_says_from_where_on_people_must_talk(threshold: int | None, wide: bool) -> None:
    limit = None if threshold is None else Decimal(threshold)
    (row,) = sheets.spread([ITEM], [review("a", 45), review("b", 75)], limit)
    assert row["wide"] is wide


def test_both_ends_are_named_and_nobody_where_all_agree() -> None:
    (row,) = sheets.spread([ITEM], [review("a", 75), review("b", 45), review("c", 60)], None)
    assert row["ends"] == "B 45%；A 75%"
    (row,) = sheets.spread([ITEM], [review("a", 60), review("b", 60)], None)
    assert row["ends"] == ""


def test_items_without_points_and_without_scores_are_left_out() -> None:
    assert sheets.spread([{**ITEM, "points": None}], [review("a", 45)], None) == []
    assert sheets.spread([ITEM], [review("a", None)], None) == []


def test_who_stepped_back_does_not_count() -> None:
    kept = sheets.counted([review("a", 45), None, review("b", 75)], {"b"})
    assert [one["account"] for one in kept] == ["a"]


def test_the_draft_gathers_by_item_without_names() -> None:
    reviews = [
        {**review("a", 60, strengths="逐级分解", opportunities="缺少对标"), "improvements": "加强对标"},
        {**review("b", 70, strengths="逐级分解", finding="confirmed"), "strengths": "过程扎实"},
    ]
    assert sheets.draft_report([ITEM], reviews, 1) == (
        "优势\n4.2.3 战略部署：逐级分解\n总体：过程扎实\n\n"
        "改进机会\n4.2.3 战略部署：缺少对标\n总体：加强对标\n\n"
        "现场核实\n4.2.3 战略部署：已核实\n\n"
        "已回避 1 人，其评分和意见不计入。"
    )
    assert sheets.draft_improvements([ITEM], reviews) == "4.2.3 战略部署：缺少对标\n总体：加强对标"


def test_what_a_reviewer_wants_verified_is_listed_with_its_question() -> None:
    reviews = [review("a", 60, verify=True, evidence="看分解记录"), review("b", 60, evidence="不用看")]
    assert sheets.to_verify([ITEM], reviews) == [
        {"number": "4.2.3", "title": "战略部署", "question": "看分解记录"}
    ]
    assert sheets.to_verify([ITEM], [review("a", 60, verify=False, evidence="看")]) == []


def test_the_plan_takes_the_least_burdened_and_counts_what_it_gives() -> None:
    cases = [(1, ["a", "b", "c"]), (2, ["a", "b", "c"]), (3, ["b"]), (4, [])]
    assert plan(cases, {"a": 2, "b": 0, "c": 1}, 2) == {1: ["b", "c"], 2: ["b", "a"], 3: ["b"], 4: []}
