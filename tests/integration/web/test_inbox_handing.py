"""Follow-up, delegation, assignment and substitution on pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select

from engine.models import recusal, substitution
from tests.integration.web.conftest import Browser, House
from tests.integration.web.test_inbox import numbers

Browse = Callable[[str], Browser]


def offered(page: str, field: str) -> list[str]:
    """The people that a list offers."""
    found = re.search(rf'<select class="sel" id="{field}".*?</select>', page, re.DOTALL)
    return re.findall(r'<option value="(\w+)"', found[0]) if found else []


def test_a_follow_up_date_hides_the_task_and_says_so(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    clerk.post(f"/tasks/{task}/follow-up", day="2026-03-05")
    page = clerk.page("/tasks")
    assert numbers(page)["我的待办"] == 0
    assert "另有 1 项定了跟进日期" in page
    later = clerk.page("/tasks?view=later")
    assert "示申〔2026〕001号" in later
    assert "3月5日 周四起再看" in later
    house.go(5)
    assert numbers(clerk.page("/tasks"))["我的待办"] == 1
    again = clerk.post(f"/tasks/{task}/follow-up", 422, day="2026-03-05").get_data(as_text=True)
    assert "跟进日期须在今天之后" in again
    assert "请填写跟进日期" in clerk.post(f"/tasks/{task}/follow-up", 422, day="soon").get_data(as_text=True)


def test_a_colleague_prepares_and_gives_back(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk, colleague = browse("clerk"), browse("colleague")
    assert offered(clerk.page(f"/tasks/{task}/hand"), "delegate") == ["colleague", "lead"]
    assert "请选择委托给谁" in clerk.post(f"/tasks/{task}/delegate", 422, to="").get_data(as_text=True)
    clerk.post(f"/tasks/{task}/delegate", to="colleague")
    waiting = clerk.page("/tasks?view=all&who=delegated")
    assert "经办甲 → 经办乙" in waiting
    page = colleague.page(f"/tasks/{task}")
    assert "交回委托人" in page
    form = {"_page": "p" * 20, "_version": "", "pages": "7"}
    colleague.post(f"/tasks/{task}/return", **form)
    assert numbers(colleague.page("/tasks"))["我的待办"] == 0
    assert "待复核" in clerk.page("/tasks")
    assert re.search(r'name="pages"[^>]*value="7"', clerk.page(f"/tasks/{task}"))


def test_a_lead_gives_work_to_who_may_do_it_and_never_to_who_stepped_back(
    browse: Browse, house: House
) -> None:
    root = house.apply()
    task = house.task(root, "check")
    lead = browse("lead")
    assert sorted(offered(lead.page(f"/tasks/{task}/hand"), "assign")) == ["clerk", "colleague"]
    with house.pe.database.transaction() as connection:
        row = {"root_id": root, "account": "colleague", "element": "check", "at": house.pe.now()}
        connection.execute(recusal.insert(), row)
    assert offered(lead.page(f"/tasks/{task}/hand"), "assign") == ["clerk"]
    lead.post(f"/tasks/{task}/assign", 403, to="colleague")
    lead.post(f"/tasks/{task}/assign", to="clerk")
    assert numbers(browse("clerk").page("/tasks"))["我的待办"] == 1


def test_reviewers_and_applicants_are_offered_none_of_it(browse: Browse, house: House) -> None:
    root = house.apply()
    house.claim(root, "check", "clerk")
    form = {"result": "pass", "posted_on": "2026-03-02", "complete": "true", "papers": [{"name": "a"}]}
    house.complete(root, "check", "clerk", **form)
    house.go(12)
    house.settle()
    task = house.claim(root, "report", "reviewer")
    reviewer = browse("reviewer")
    assert "转办与跟进" not in reviewer.page(f"/tasks/{task}")
    assert offered(reviewer.page(f"/tasks/{task}/hand"), "assign") == []
    reviewer.post(f"/tasks/{task}/assign", 403, to="clerk")
    reviewer.page("/tasks/absences", 404)


def test_whoever_stands_in_works_in_both_names(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    clerk, lead = browse("clerk"), browse("lead")
    days = {"from_on": "2026-03-02", "until_on": "2026-03-04", "scheme": "demo"}
    assert "请选择代办人" in clerk.post("/tasks/absences", 422, **days).get_data(as_text=True)
    clerk.post("/tasks/absences", substitute="lead", **days)
    assert "经办甲" in lead.page("/tasks/absences")
    page = lead.page("/tasks")
    assert numbers(page)["替人办理"] == 1
    assert "您正代 经办甲 办理" in lead.page("/tasks?view=stand")
    assert "办结" in lead.page(f"/tasks/{task}")
    form = {
        "result": "pass",
        "posted_on": "2026-03-02",
        "pages": "3",
        "complete": "true",
        "papers[0].name": "a",
    }
    lead.post(f"/tasks/{task}/complete", **form)
    assert "负责人 代 您 办结“check 任务”" in clerk.page(f"/cases/{root}")
    assert "您 代 经办甲 办结“check 任务”" in lead.page(f"/cases/{root}")
    assert "工作人员办结“check 任务”" in browse("applicant").page(f"/cases/{root}")
    house.go(5)
    assert "替人办理" not in lead.page("/tasks")


def test_it_can_be_ended_before(browse: Browse, house: House) -> None:
    house.claim(house.apply(), "check", "clerk")
    lead = browse("lead")
    days = {"from_on": "2026-03-02", "until_on": "2026-03-04", "scheme": "demo"}
    lead.post("/tasks/absences", absent="clerk", substitute="colleague", **days)
    with house.pe.database.reading() as connection:
        number = connection.execute(select(substitution.c.id)).scalar_one()
    browse("reviewer").post(f"/tasks/absences/{number}/end", 404)
    assert numbers(browse("colleague").page("/tasks"))["替人办理"] == 1
    lead.post(f"/tasks/absences/{number}/end")
    assert "替人办理" not in numbers(browse("colleague").page("/tasks"))
