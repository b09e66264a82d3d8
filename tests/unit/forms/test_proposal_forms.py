"""The quotas beside a proposal: counted by the form itself, per award, per field, per class, as the limit says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.forms import check, parse_form
from tests.unit.forms.build import env

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
ASKED = ("proposed", "level", "industry_field")  # what of a line is filled in
SAID = {"kind": "上限", "beyond": "不能提交", "req": "X-1"}


def counted(
    scheme: str, limits: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> list[tuple[str, int, int]]:
    """Name, proposed and vacant of each limit, with these lines of the proposal."""
    file = PROCESSES / scheme / "forms" / "proposal.form"
    context = {"quota_basis": {"limits": [{**SAID, **limit} for limit in limits]}, "proposal": rows}
    context["industry_fields"] = [{"label": "制造"}, {"label": "服务"}]
    typed = [
        {"proposed": True, "rationale": "靠前", **{key: row[key] for key in ASKED if key in row}}
        for row in rows
    ]
    done = check(parse_form(file.read_bytes(), file.name), {"proposal": typed}, context, env())
    return [
        (line["name"], int(line["proposed"]), int(line["vacant"])) for line in done.values["quota_counts"]
    ]


def limit(label: str, cap: int, **more: Any) -> dict[str, Any]:
    return {"label": label, "cap": Decimal(cap), **more}


def test_a_district_counts_slot_by_slot_and_a_slot_may_stay_empty() -> None:
    limits = [limit("质量奖", 2, slot="top-model"), limit("金奖", 1, slot="gold-model")]
    rows: list[dict[str, Any]] = [
        {"key": "1", "name": "甲", "slot": "gold-model"},
        {"key": "2", "name": "乙", "slot": "gold-model"},
        {"key": "3", "name": "丙", "slot": "top-model", "proposed": False},
    ]
    assert counted("jingan", limits, rows) == [("质量奖", 0, 2), ("金奖", 2, 0)]


def test_the_other_district_counts_by_field_by_class_or_all_together() -> None:
    limits = [
        limit("金奖 制造", 5, level="gold", scope="field", group="制造"),
        limit("金奖 服务", 5, level="gold", scope="field", group="服务"),
        limit("金奖 制造 组织", 5, level="gold", scope="field-class", group="制造 组织"),
        limit("金奖 制造 个人", 5, level="gold", scope="field-class", group="制造 个人"),
        limit("金奖 全区", 5, level="gold", scope="district", group="全区"),
        limit("银奖 制造", 10, level="silver", scope="field", group="制造"),
    ]
    rows: list[dict[str, Any]] = [
        {"key": "1", "name": "甲", "slot": "gold-organisation", "industry_field": "制造"},
        {"key": "2", "name": "乙", "slot": "gold-person", "industry_field": "制造"},
        {"key": "3", "name": "丙", "slot": "gold-person", "industry_field": "服务"},
        {"key": "4", "name": "丁", "slot": "silver-person", "industry_field": "制造"},
    ]
    assert counted("hongkou", limits, rows) == [
        ("金奖 制造", 2, 3),
        ("金奖 服务", 1, 4),
        ("金奖 制造 组织", 1, 4),
        ("金奖 制造 个人", 1, 4),
        ("金奖 全区", 3, 2),
        ("银奖 制造", 1, 9),
    ]


def test_an_organisation_counts_at_the_level_that_is_proposed() -> None:
    limits = [
        limit("标杆示范级", 10, slots=["organisation-exemplar"]),
        limit("经理和工匠", 20, slots=["person-manager", "person-artisan"]),
    ]
    rows: list[dict[str, Any]] = [
        {"key": "1", "name": "甲", "slot": "organisation", "category": "organisation", "level": "exemplar"},
        {"key": "2", "name": "乙", "slot": "organisation", "category": "organisation", "level": "advancing"},
        {"key": "3", "name": "丙", "slot": "person-manager", "category": "person"},
        {"key": "4", "name": "丁", "slot": "person-artisan", "category": "person"},
    ]
    assert counted("association", limits, rows) == [("标杆示范级", 1, 9), ("经理和工匠", 2, 18)]
