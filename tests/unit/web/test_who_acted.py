"""By what name a reader is told who did something in a case."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from engine.vocabulary import Vocabulary
from web.cases.telling import acted, who
from web.cases.waiting import Reader
from web.labels import party_word

PEOPLE = MappingProxyType({"clerk": "经办甲", "applicant": "示例公司", "colleague": "经办乙"})


def reader(name: str = "reviewer", *, staff: bool = False) -> Reader:
    party = party_word("demo.application")
    return Reader(name, staff, PEOPLE, Vocabulary({}), owner="applicant", party=party)


def entry(actor: str, **facts: Any) -> dict[str, Any]:
    return {"actor": actor, "facts": facts}


def test_where_names_are_told_everybody_has_theirs() -> None:
    assert [who(name, reader("lead", staff=True)) for name in ("clerk", "applicant", "gone", "lead")] == [
        "经办甲",
        "示例公司",
        "gone",
        "您",
    ]


def test_where_they_are_not_an_applicant_is_not_staff() -> None:
    assert [who(name, reader()) for name in ("clerk", "applicant", "reviewer", "laurel")] == [
        "工作人员",
        "申报人",
        "您",
        "系统",
    ]


def test_without_an_owner_nobody_is_taken_for_one() -> None:
    """A case of the office itself, or one on paper."""
    assert who("clerk", Reader("reviewer", False, PEOPLE, Vocabulary({}))) == "工作人员"


def test_for_whom_somebody_acted_is_told_as_they_are() -> None:
    on_paper = entry("clerk", on_behalf_of="示例作坊")
    assert acted(on_paper, reader("lead", staff=True)) == "经办甲 代 示例作坊 "
    assert acted(on_paper, reader()) == "工作人员 代 申报人 "
    standing_in = entry("clerk", stands_for="colleague")
    assert acted(standing_in, reader("lead", staff=True)) == "经办甲 代 经办乙 "
    assert acted(standing_in, reader()) == "工作人员"


@pytest.mark.parametrize(
    ("process", "word"),
    [("demo.application", "申报人"), ("jingan.objection", "异议人"), ("shared.annual-report", "当事人")],
)
def test_what_the_owner_of_a_case_is_called(process: str, word: str) -> None:
    assert party_word(process) == word
