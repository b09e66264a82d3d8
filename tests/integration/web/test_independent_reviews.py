"""Independent first: planted scores and words are looked for wherever a person may get; who steps back is out at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from awards.reviews.stepping_back import step_back
from engine.actor import Actor
from engine.errors import Invalid, NotFound
from engine.models import history, user_task
from engine.process_engine import ProcessEngine
from tests.integration.house import peek_variables
from tests.integration.web.conftest import Browser, House
from tests.integration.web.reviewing import APPLICANT, KEY, PEOPLE, Review, arrange, places_of
from web.models import upload

Browse = Callable[[str], Browser]
PLACES = ("/cases", "/tasks")
WORDS, TOTAL = "埋下的优势一句", "852.5"  # 850 and one band more of an item of 50 points


@pytest.fixture
def review(engine: ProcessEngine, house: House) -> Review:
    """Three reviewers have declared; the first has submitted."""
    made = arrange(engine, house, ("r1", "r2", "leader"))
    made.declare("r1", "r2", "leader")
    return made


def planted(text: str) -> list[str]:
    return [secret for secret in (WORDS, TOTAL) if secret in text]


def test_nobody_reads_a_sheet_before_all_are_in(browse: Browse, review: Review) -> None:
    sheet = review.submit("r1", 85, WORDS, first=90)
    own = browse("r1").page(f"/tasks/{sheet}")
    assert planted(own) == [WORDS, TOTAL]
    for name in ("r2", "leader", "office", "member", "root", "applicant"):
        browser = browse(name)
        browser.page(f"/tasks/{sheet}", status=404)
        assert places_of(browser, review, WORDS, TOTAL) == [], name
        found = [browser.page(f"{place}?q={secret}") for place in PLACES for secret in (WORDS, TOTAL)]
        assert [KEY in page for page in found] == [False] * len(found), name  # nor does a search betray them


def test_a_fellow_reviewer_never_reads_it_and_the_leader_does_after_all_are_in(
    browse: Browse, review: Review
) -> None:
    sheet = review.submit("r1", 85, WORDS, first=90)
    review.submit("r2", 60)
    browse("leader").page(f"/tasks/{sheet}", status=404)
    review.submit("leader", 70)
    browse("r2").page(f"/tasks/{sheet}", status=404)
    assert places_of(browse("r2"), review, WORDS, TOTAL) == []
    assert planted(browse("leader").page(f"/tasks/{sheet}")) == [WORDS, TOTAL]
    consensus = review.task("reach-consensus")
    browse("leader").post(f"/tasks/{consensus}/claim")
    page = browse("leader").page(f"/tasks/{consensus}")
    assert "评分 60、70、90，中位 70" in page
    assert "最低和最高：评审员乙 60%；评审员甲 90%" in page
    browse("r2").page(f"/tasks/{consensus}", status=404)


def test_the_single_sheets_stay_as_they_are_beside_the_consensus(
    engine: ProcessEngine, review: Review
) -> None:
    for account, percent in (("r1", 85), ("r2", 60), ("leader", 70)):
        review.submit(account, percent)
    rows = [{"agreed": 70} for _ in range(23)]
    review.do("reach-consensus", "leader", consensus=rows)
    with engine.database.reading() as connection:
        query = select(user_task.c.instance_id).where(user_task.c.element == "reach-consensus")
        child = connection.execute(query).scalar_one()
    known = peek_variables(engine, child)
    assert [(r["account"], r["score"]) for r in known["counted"]] == [
        ("r1", 850),
        ("r2", 600),
        ("leader", 700),
    ]
    assert known["agreed_total"] == 700
    review.do("write-report", "leader", report="报告", improvements="建议")
    assert peek_variables(engine, review.root)["score"] == 700


def test_who_steps_back_is_out_at_once_and_the_sheet_does_not_count(
    engine: ProcessEngine, browse: Browse, house: House, review: Review
) -> None:
    sheet = review.submit("r1", 85, WORDS, first=90)
    review.submit("r2", 60)
    review.submit("leader", 70)
    before = browse("r1")
    assert KEY in before.page("/cases")
    step_back(engine, review.root, "r1", ["family"], "近亲属任职", Actor("r1", frozenset(PEOPLE["r1"])))
    for path in (f"/cases/{review.root}", f"/tasks/{sheet}", f"/cases/{review.root}/file.pdf"):
        before.page(path, status=404)
    assert places_of(before, review, APPLICANT, KEY) == []
    found = [before.page(f"{place}?q={APPLICANT}") for place in PLACES]
    assert [KEY in page for page in found] == [False] * len(found)
    house.settle()
    consensus = review.task("reach-consensus")
    browse("leader").post(f"/tasks/{consensus}/claim")
    page = browse("leader").page(f"/tasks/{consensus}")
    assert "已回避 1 人，其评分和意见不计入。" in page
    assert ("评分 60、70，中位 65" in page, "评审员甲 90%" in page) == (True, False)
    with engine.database.reading() as connection:  # what was given stays stored
        query = select(history.c.facts).where(
            history.c.kind == "task-completed", history.c.actor == "r1", history.c.element == "review-case"
        )
        stored = connection.execute(query).scalar_one()
    assert stored["values"]["strengths"] == WORDS
    assert [row["percent"] for row in stored["values"]["sheet"]] == [90] + [85] * 22


def test_who_steps_back_before_submitting_leaves_no_task_behind(
    engine: ProcessEngine, house: House, review: Review
) -> None:
    office = Actor("office", frozenset(PEOPLE["office"]))
    step_back(engine, review.root, "r2", ["consulting"], "审定办核对发现", office)
    house.settle()
    review.submit("r1", 85)
    review.submit("leader", 70)
    review.task("reach-consensus")
    with pytest.raises(ValueError, match="empty"):
        review.task("review-case", "r2")


@pytest.mark.parametrize("name", ["r1", "leader"])  # a leader is staff of the scheme, and may have a tie too
def test_no_material_opens_before_the_declaration(
    engine: ProcessEngine, browse: Browse, house: House, name: str
) -> None:
    review = arrange(engine, house, ("r1", "leader"))
    with engine.database.transaction() as connection:
        sent = update(user_task).where(user_task.c.element == "assign-reviewers").values(ended_by="applicant")
        connection.execute(sent)  # as if the applicant had sent it with that task
        row = {"root_id": review.root, "task_id": review.task("assign-reviewers", status="completed")}
        row |= {"field": "report", "name": "自评报告.pdf", "sha256": "", "size": 1, "account": "applicant"}
        connection.execute(upload.insert(), {**row, "uploaded_at": engine.now()})
    browser = browse(name)
    assert "自评报告.pdf" not in browser.page(f"/cases/{review.root}")
    assert "自评报告.pdf" not in browser.page(f"/tasks/{review.task('declare-conflict', name)}")
    review.declare(name)
    assert "自评报告.pdf" in browser.page(f"/cases/{review.root}")


@pytest.mark.parametrize(("by", "account"), [("r2", "r1"), ("member", "r1"), ("r3", "r3"), ("office", "r3")])
def test_only_the_reviewer_and_the_office_may_ask_for_it(
    engine: ProcessEngine, review: Review, by: str, account: str
) -> None:
    with pytest.raises(NotFound):
        step_back(engine, review.root, account, ["family"], "示例", Actor(by, frozenset(PEOPLE[by])))


def test_stepping_back_asks_for_a_tie_and_a_reason(
    browse: Browse, engine: ProcessEngine, review: Review
) -> None:
    with pytest.raises(Invalid) as refused:
        step_back(engine, review.root, "r1", [], " ", Actor("r1", frozenset(PEOPLE["r1"])))
    assert refused.value.errors == {"kinds": "请至少选择一种关系", "reason": "请写明理由"}
    address = f"/reviews/cases/{review.root}/step-back"
    answer = browse("r1").post(address, status=422, reason="近亲属任职")
    page: Any = answer.get_data(as_text=True)
    assert "请至少选择一种关系" in page
    assert "近亲属任职</textarea>" in page  # nothing is lost
    browse("r3").page(address, status=404)
    browse("r1").post(address, status=303, reason="近亲属任职", kinds="family")
    browse("r1").page(address, status=404)
