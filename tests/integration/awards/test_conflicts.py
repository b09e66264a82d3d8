"""What ties experts to applicants is found under every key the applicant ever had (D9, AMB-11)."""

from __future__ import annotations

from datetime import date

import pytest

from awards.links import LinkRefused, all_keys, link
from engine.process_engine import ProcessEngine
from tests.integration.awards.office import do

OLD, NEW, OTHER = "91310106DEMEX00012", "91310106DEMEX00020", "91310109DEMEX00003"
WHO = ["expert-e", "expert-f"]


def conflicts(pe: ProcessEngine, key: str, name: str = "") -> list[tuple[str, str, bool]]:
    asked = {"applicant": {"uscc": key, "name": name}, "candidates": [{"account": a} for a in WHO]}
    found = do(pe, "awards.conflicts", asked)
    assert found["free"] == [a for a in WHO if a not in {c["account"] for c in found["conflicts"]}]
    return [(c["account"], c["kind"], c["waivable"]) for c in found["conflicts"]]


def mentor(pe: ProcessEngine, key: str = OLD) -> None:
    filed = {"expert": {"account": "expert-f", "name": "专家己"}, "applicant": key, "content": "现场诊断"}
    do(pe, "awards.mentor-file", {**filed, "from": date(1999, 1, 4), "to": date(1999, 2, 1)})


def test_mentoring_is_a_conflict_however_long_ago(pe: ProcessEngine) -> None:
    mentor(pe)
    assert conflicts(pe, OLD) == [("expert-f", "mentoring", False)]
    assert conflicts(pe, OTHER) == []


def test_declared_interests_are_found_in_later_cases(pe: ProcessEngine) -> None:
    said = {"expert": "expert-e", "applicant": OLD, "kinds": ["competitor", "employment"]}
    do(pe, "awards.declare-interest", said)
    do(pe, "awards.declare-interest", said)  # a second time in another case
    assert conflicts(pe, OLD) == [("expert-e", "competitor", True), ("expert-e", "employment", False)]


@pytest.mark.parametrize("unit", [{"unit": "示例公司"}, {"unit": "别名", "unit_key": OLD}])
def test_winners_experts_do_not_review_their_own_organisation(
    pe: ProcessEngine, unit: dict[str, str]
) -> None:
    winner = {"account": "expert-e", "name": "专家戊", **unit}
    do(pe, "awards.expert-enter", {"pool": "test.experts", "expert": winner, "source": "award"})
    assert conflicts(pe, OLD, "示例公司") == [("expert-e", "own-unit", False)]
    assert conflicts(pe, OTHER, "另一公司") == []


def renamed(pe: ProcessEngine, old: str, new: str, reason: str = "市监局更名通知") -> None:
    with pe.database.transaction() as connection:
        link(connection, old, new, date(2026, 1, 1), reason, "lead", pe.now())


def test_a_renamed_organisation_keeps_its_history(pe: ProcessEngine) -> None:
    mentor(pe)
    document = {"document_number": "文号 1", "document_date": date(2023, 12, 20)}
    given = {"applicant": {"uscc": OLD, "name": "示例公司"}, "level": "gold", "category": "model"}
    do(pe, "awards.record-award", {**given, **document})
    renamed(pe, OLD, NEW)
    assert conflicts(pe, NEW) == [("expert-f", "mentoring", False)]
    found = do(pe, "awards.register", {"applicant": {"uscc": NEW}}, business_key="K-2")["register"]
    assert [a["level"] for a in found["awards"]] == ["gold"]


def test_two_that_merge_are_one_and_later_ones_follow(pe: ProcessEngine) -> None:
    renamed(pe, OLD, NEW)
    renamed(pe, OTHER, NEW)
    renamed(pe, NEW, "91310106DEMEX0009N")
    with pe.database.reading() as connection:
        assert all_keys(connection, OTHER) == ["91310106DEMEX0009N", NEW, OLD, OTHER]


def test_links_make_no_circle_and_need_a_reason(pe: ProcessEngine) -> None:
    renamed(pe, OLD, NEW)
    for old, new, reason in ((NEW, OLD, "更名"), (OLD, OTHER, "更名"), (OTHER, NEW, " ")):
        with pytest.raises(LinkRefused):
            renamed(pe, old, new, reason)
