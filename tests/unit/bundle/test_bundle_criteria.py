"""Criteria sets: their sums are right, nothing is there twice, what diagrams name is there, versions are bound to them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import bundle as bundles
from engine.bundle import read
from engine.bundle.criteria import criteria_for
from tests.support import diagrams as d

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
SET: dict[str, Any] = {
    "name": "示例标准",
    "edition": "示例 1 版",
    "total": 30,
    "categories": [{"id": "a", "title": "甲", "points": 10}, {"id": "b", "title": "乙", "points": 20}],
    "items": [
        {"number": "1", "title": "一", "category": "a", "points": 10},
        {"number": "2", "title": "二", "category": "b", "points": 12},
        {"number": "3", "title": "三", "category": "b", "points": 8},
    ],
}


def said(**changes: Any) -> list[tuple[str, str]]:
    """Rules and elements of the findings about the set with these changes."""
    content = yaml.safe_dump({**SET, **changes}, allow_unicode=True).encode()
    return [(f.rule, f.element or "") for f in read({"demo/criteria/one.yaml": content}).findings]


def item(**changes: Any) -> list[dict[str, Any]]:
    """The items with the second one changed."""
    first, second, third = SET["items"]
    return [first, {**second, **changes}, third]


def test_a_right_set_is_taken() -> None:
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"total": 31}, [("criteria-sum", "全部")]),
        ({"items": item(points=11)}, [("criteria-sum", "乙"), ("criteria-sum", "全部")]),
        ({"items": item(points=None)}, [("criteria-sum", "2")]),
        ({"items": item(points=-1)}, [("criteria", "2")]),
        ({"items": item(number="1")}, [("duplicate-id", "1")]),
        ({"items": item(category="c")}, [("criteria", "2"), ("criteria-sum", "乙")]),
        ({"items": []}, [("criteria", "")]),
        ({"name": None}, [("criteria", "")]),
    ],
)
def test_a_wrong_set_is_refused_with_its_item(changes: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert said(**changes) == wanted


def test_a_set_without_any_points_is_right() -> None:
    none = [{**one, "points": None} for one in SET["items"]]
    titles = [{**one, "points": None} for one in SET["categories"]]
    assert said(items=none, categories=titles, total=None) == []


def test_the_public_points_of_the_standard_add_up_to_a_thousand() -> None:
    found = bundles.read(bundles.read_folder(PROCESSES / "jingan")).criteria["shared.gbt-19580-2012"]
    by_category: dict[str, Decimal] = {}
    for one in found.items:
        assert one.points is not None
        by_category[found.categories[one.category]] = (
            by_category.get(found.categories[one.category], Decimal(0)) + one.points
        )
    assert by_category == {
        "领导": 110,
        "战略": 90,
        "顾客与市场": 90,
        "资源": 130,
        "过程管理": 100,
        "测量、分析与改进": 80,
        "结果": 400,
    }
    assert (sum(by_category.values()), found.note) == (1000, "由办法所有人核对")


def calling(name: str) -> bytes:
    """A diagram that hands the id of a set to the job."""
    inputs = {"criteria_set": f'="{name}"'}
    return d.diagram(
        "demo.p", d.start(), d.service("load", "criteria", inputs=inputs), d.end(), d.flows("start load end")
    )


def test_a_set_that_is_not_there_is_pointed_at() -> None:
    content = yaml.safe_dump(SET, allow_unicode=True).encode()
    files = {"demo/criteria/one.yaml": content, "demo/p.bpmn": calling("demo.two")}
    found = [f for f in read(files, job_types=["criteria"]).findings if f.rule == "missing-criteria"]
    assert [(f.file, f.element) for f in found] == [("demo/p.bpmn", "load")]
    assert "demo/criteria/two.yaml" in found[0].message


def test_a_version_is_bound_to_the_sets_of_its_scheme_and_the_shared_ones() -> None:
    content = yaml.safe_dump(SET, allow_unicode=True).encode()
    places = ("demo/criteria/one.yaml", "shared/criteria/two.yaml", "other/criteria/three.yaml")
    caller = d.diagram("demo.q", d.start(), d.call("round", "demo.p"), d.end(), d.flows("start round end"))
    plain = d.diagram("demo.r", d.start(), d.end(), d.flows("start end"))
    files = {
        **dict.fromkeys(places, content),
        "demo/p.bpmn": calling("demo.one"),
        "demo/q.bpmn": caller,
        "demo/r.bpmn": plain,
    }
    bundle = read(files, job_types=["criteria"])
    bound = {key: criteria_for(bundle, bundle.definitions[key]) for key in ("demo.p", "demo.q", "demo.r")}
    assert bound == {
        "demo.p": ["demo.one", "shared.two"],
        "demo.q": ["demo.one", "shared.two"],
        "demo.r": [],
    }
