"""The pages of a review: assigning in bulk by least load, the balance of the office, a reviewer's rounds, the leader's."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select

from engine.models import user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from tests.integration.web.reviewing import APPLICANT, arrange

Browse = Callable[[str], Browser]


def picked(page: str) -> list[str]:
    """The accounts that are ticked."""
    return re.findall(r'name="pick-\d+" value="([^"]+)" checked', page)


def asked(engine: ProcessEngine) -> list[str]:
    """Who has a declaration to make."""
    query = select(user_task.c.assignee).where(
        user_task.c.element == "declare-conflict", user_task.c.status == "open"
    )
    with engine.database.reading() as connection:
        return sorted(connection.execute(query).scalars())


def row_of(page: str, name: str) -> list[str]:
    """The numbers of a person in the balance."""
    row = next(part for part in page.split("<tr>") if f">{name}<" in part)
    return re.findall(r'<td class="num"[^>]*>(\d+)</td>', row)


def test_the_office_assigns_in_bulk_what_is_proposed_and_may_change_it(
    browse: Browse, engine: ProcessEngine, house: House
) -> None:
    review = arrange(engine, house)
    office = browse("office")
    page = office.page("/reviews/assign")
    assert APPLICANT in page
    assert picked(page) == ["r1", "r2"]
    assert picked(office.page("/reviews/assign?wanted=3")) == ["r1", "r2", "r3"]
    task = review.task("assign-reviewers")
    office.post("/reviews/assign", **{f"pick-{task}": ["r2", "r3"]})
    house.settle()
    assert asked(engine) == []  # without the confirmation nothing happens
    office.post("/reviews/assign", confirm="1", **{f"pick-{task}": ["r2", "r3", "stranger"]})
    house.settle()
    assert asked(engine) == ["r2", "r3"]  # nobody who was not proposed
    assert "现在没有等待指派的案件" in office.page("/reviews/assign")


def test_a_reviewer_sees_the_assigned_case_and_how_far_it_is(
    browse: Browse, engine: ProcessEngine, house: House
) -> None:
    review = arrange(engine, house, ("r1", "r2"))
    assert "待声明" in browse("r1").page("/reviews")
    assert APPLICANT not in browse("r3").page("/reviews")
    review.declare("r1")
    assert "待评审 1 · 共 1 件" in browse("r1").page("/reviews")
    task = review.task("review-case", "r1")
    typed = {"sheet[0].percent": "60", "sheet[1].percent": "", "sheet[2].percent": "55"}
    browse("r1").post(f"/tasks/{task}/form", 200, htmx=True, **typed)
    page = browse("r1").page("/reviews")
    assert f'href="/tasks/{task}"' in page.partition("办理第一件")[0]
    assert "草稿里已评 2 条" in page
    review.submit("r1", 60)
    page = browse("r1").page("/reviews")
    assert ("已提交 1 · 共 1 件" in page, "办理第一件" in page, "草稿里" in page) == (True, False, False)


def test_the_leader_finds_what_is_to_be_brought_together(
    browse: Browse, engine: ProcessEngine, house: House
) -> None:
    review = arrange(engine, house, ("r1", "r2"))
    review.declare("r1", "r2")
    review.submit("r1", 60)
    assert "由组长办理" not in browse("leader").page("/reviews")
    review.submit("r2", 70)
    page = browse("leader").page("/reviews")
    assert ("由组长办理" in page, "合议" in page) == (True, True)
    assert "由组长办理" not in browse("r1").page("/reviews")


def test_the_balance_counts_cases_submissions_work_at_hand_and_conflicts(
    browse: Browse, engine: ProcessEngine, house: House
) -> None:
    review = arrange(engine, house, ("r1", "r2"))
    review.declare("r1")
    review.submit("r1", 60)
    review.do("declare-conflict", "r2", has_conflict="yes", conflict_kinds=["family"])
    page = browse("office").page("/reviews/balance")
    assert [row_of(page, name) for name in ("评审员甲", "评审员乙", "评审员丙")] == [
        ["1", "1", "0", "0"],
        ["1", "0", "0", "1"],
        ["0", "0", "0", "0"],
    ]


def test_only_the_office_assigns_and_sees_the_balance(
    browse: Browse, engine: ProcessEngine, house: House
) -> None:
    arrange(engine, house)
    for name in ("r1", "leader", "member"):
        browse(name).page("/reviews/assign", status=403)
        browse(name).page("/reviews/balance", status=403)
