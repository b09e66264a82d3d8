"""The committee's forms of all schemes: quorum as the owner entered it, recusals, votes that cannot exceed the voters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.forms import Checked, check, parse_form
from tests.unit.forms.build import env

PROCESSES = Path(__file__).resolve().parents[3] / "processes"
SCHEMES = ("association", "hongkou", "jingan")


def submitted(
    scheme: str,
    *,
    quorum: int | None = None,
    ballot: str | None = None,
    entries: dict[str, Any] | None = None,
) -> Checked:
    """The form of a scheme with two cases on the agenda, filled in by a careful person, and what is said otherwise."""
    file = PROCESSES / scheme / "forms" / "committee.form"
    context = {
        "quota_basis": {
            "limits": [],
            "quorum": None if quorum is None else Decimal(quorum),
            "ballot": ballot,
        },
        "ballot": ballot,
        "votes": [{"key": "案 1", "name": "甲"}, {"key": "案 2", "name": "乙"}],
    }
    careful = {
        "meeting_on": "2026-09-28",
        "attendance": [
            {"member": "委员甲"},
            {"member": "委员乙", "recused": ["案 2"], "recusal_reason": "亲属"},
            {"member": "委员丙"},
            {"member": "委员丁", "present": False},
        ],
        "ballot": "anonymous",
        "votes": [
            {"votes_for": 2, "votes_against": 1, "votes_abstain": 0},
            {"votes_for": 2, "votes_against": 0, "votes_abstain": 0},
        ],
        "committee_result": "passed",
        "committee_note": "同意",
        "minutes_number": "示例纪要 1 号",
    }
    return check(parse_form(file.read_bytes(), file.name), careful | (entries or {}), context, env())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_who_may_vote_is_counted_case_by_case(scheme: str) -> None:
    done = submitted(scheme)
    assert done.errors == {}
    assert (done.values["members_present"], done.values["members_recused"], done.values["quorum_met"]) == (
        3,
        1,
        None,
    )
    numbers = ("may_vote", "recused_count", "in_favour", "opposed", "abstained", "not_cast")
    assert [[vote[n] for n in numbers] for vote in done.values["votes"]] == [
        [3, 0, 2, 1, 0, 0],
        [2, 1, 2, 0, 0, 0],
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("quorum", "met", "errors"), [(3, True, []), (4, False, ["committee_result"])])
def test_below_the_quorum_nothing_passes(scheme: str, quorum: int, met: bool, errors: list[str]) -> None:
    done = submitted(scheme, quorum=quorum)
    assert list(done.errors) == errors
    if not errors:
        assert done.values["quorum_met"] is met
    assert submitted(scheme, quorum=4, entries={"committee_result": "returned"}).errors == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_recused_member_has_no_vote_on_that_case(scheme: str) -> None:
    votes = [{"votes_for": 3, "votes_against": 0, "votes_abstain": 0}] * 2
    assert list(submitted(scheme, entries={"votes": votes}).errors) == ["votes[1].votes_for"]
    by_name: dict[str, Any] = {"ballot": "named", "votes": [{"for_members": ["委员甲", "委员乙"]}] * 2}
    assert list(submitted(scheme, entries=by_name).errors) == ["votes[1].for_members"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_owners_way_of_voting_cannot_be_changed_in_the_meeting(scheme: str) -> None:
    assert list(submitted(scheme, ballot="together").errors) == ["ballot"]
    done = submitted(scheme, ballot="together", entries={"ballot": "together", "votes": []})
    assert (done.errors, done.values["ballot"]) == ({}, "together")
    assert [vote["not_cast"] for vote in done.values["votes"]] == [None, None]
