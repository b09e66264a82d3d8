"""The task page: seeing, claiming, filling, completing; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from engine.models import user_task
from engine.process_engine import ProcessEngine
from tests.integration.web.conftest import Browser, House
from web.models import draft

Browse = Callable[[str], Browser]


def test_the_page_shows_clause_due_date_and_form(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    page = browse("clerk").page(f"/tasks/{task}")
    # Monday 2 March 2026 is not counted: 3, 4, 5, 6, 9 March.
    for text in (
        "示例精密仪器有限公司",
        "第二十二条（资格审查）",
        "审查基本条件和材料是否齐全。",
        "示规〔2026〕1号 · 有效至 2028年11月30日",
        "正式条文由管理单位载入",
        "3月9日 周一 24:00",
        "还剩 5 个工作日",
        "3月2日 周一起算，当日不计；数满 5 个工作日，跳过周末 2 天",
        "一、审查结论",
        "材料清单",
    ):
        assert text in page


def test_a_task_to_claim_is_read_only_until_it_is_claimed(browse: Browse, house: House) -> None:
    task = house.task(house.apply(), "check")
    clerk = browse("clerk")
    page = clerk.page(f"/tasks/{task}")
    assert "这项任务还没有人认领" in page
    assert '<fieldset class="stack bare" disabled>' in page
    clerk.post(f"/tasks/{task}/claim")
    assert ">办结</button>" in clerk.page(f"/tasks/{task}")
    assert "这项任务由经办甲办理" not in clerk.page(f"/tasks/{task}")
    clerk.post(f"/tasks/{task}/release")
    assert "这项任务还没有人认领" in clerk.page(f"/tasks/{task}")


def test_who_may_not_see_a_task_finds_nothing(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    for name in ("applicant", "reviewer", "stranger"):
        assert "没有找到" in browse(name).page(f"/tasks/{task}", status=404)
    assert "这项任务由经办甲办理" in browse("lead").page(f"/tasks/{task}")


def test_errors_come_back_with_everything_typed(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    answer = browse("clerk").post(
        f"/tasks/{task}/complete", 422, result="correct", pages="abc", posted_on="2026-02-30"
    )
    page = answer.get_data(as_text=True)
    assert "未能提交：有 4 处需要更正" in page
    assert '<a href="#f-posted_on">' in page
    assert 'value="abc"' in page
    assert 'value="2026-02-30"' in page
    assert 'id="f-corrections"' in page
    assert "草稿" in browse("clerk").page(f"/tasks/{task}")


def test_conditional_parts_follow_what_is_chosen(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    assert "补正事项" not in clerk.page(f"/tasks/{task}")
    part = clerk.post(f"/tasks/{task}/form", 200, htmx=True, result="correct").get_data(as_text=True)
    assert "补正事项" in part
    assert "<html" not in part
    clerk.post(f"/tasks/{task}/form", 200, htmx=True, result="correct", corrections="补盖审计章")
    clerk.post(f"/tasks/{task}/form", 200, htmx=True, result="pass")
    again = clerk.post(f"/tasks/{task}/form", 200, htmx=True, result="correct")
    assert "补盖审计章" in again.get_data(as_text=True)


def test_without_script_the_draft_button_does_the_same(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    answer = clerk.post(f"/tasks/{task}/form", 303, result="correct", corrections="补盖审计章")
    assert answer.location == f"/tasks/{task}#form"
    page = clerk.page(f"/tasks/{task}")
    assert "补盖审计章" in page
    assert "今天 09:00 已保存" in page


def test_rows_are_added_and_taken_away(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    first: dict[str, Any] = {"papers[0].row_here": "1", "papers[0].name": "营业执照"}
    clerk.post(f"/tasks/{task}/form", 303, _add="papers", **first)
    page = clerk.page(f"/tasks/{task}")
    assert page.count('class="rowbox"') == 2
    assert "营业执照" in page
    clerk.post(f"/tasks/{task}/form", 303, _remove="papers[0]", **first)
    page = clerk.page(f"/tasks/{task}")
    assert page.count('class="rowbox"') == 1
    assert "营业执照" not in page


def test_completing_leads_to_the_next_task_of_the_same_case(browse: Browse, house: House) -> None:
    root = house.apply()
    task = house.claim(root, "check", "clerk")
    clerk = browse("clerk")
    answer = clerk.post(f"/tasks/{task}/complete", 303, **PASSED)
    assert answer.location == "/tasks"
    assert "本案现在没有需要您办理的事" in clerk.page("/tasks")
    house.go(12)
    house.settle()
    reviewer = browse("reviewer")
    report = house.task(root, "report")
    reviewer.post(f"/tasks/{report}/claim")
    reviewer.post(f"/tasks/{report}/complete", 303)
    applicant = browse("applicant")
    reply = house.task(root, "reply")
    assert applicant.post(f"/tasks/{reply}/complete", 303).location == "/tasks"


def test_the_draft_is_gone_after_completing(browse: Browse, house: House, engine: ProcessEngine) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    browse("clerk").post(f"/tasks/{task}/complete", 303, **PASSED)
    with engine.database.reading() as connection:
        assert connection.execute(select(draft)).all() == []
        assert (
            connection.execute(select(user_task.c.status).where(user_task.c.id == task)).scalar()
            == "completed"
        )


def test_a_second_submission_is_refused_with_a_sentence(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    clerk.post(f"/tasks/{task}/complete", 303, **PASSED)
    page = clerk.post(f"/tasks/{task}/complete", 409, **PASSED).get_data(as_text=True)
    assert "已经办结，这次提交没有生效，案件不受影响" in page


def test_a_step_outside_its_window_says_from_when(browse: Browse, house: House) -> None:
    root = house.start("demo.window", "示例窗口")
    task = house.claim(root, "decide", "clerk")
    clerk = browse("clerk")
    page = clerk.post(f"/tasks/{task}/complete", 409).get_data(as_text=True)
    assert "“decide 任务”还不能办理：最早可在2026-03-05办理" in page
    assert "案件不受影响" in page
    assert ">办结</button>" in page
    house.go(5)
    clerk.post(f"/tasks/{task}/complete", 303)


def test_a_candidate_may_complete_without_claiming_and_what_was_typed_counts(
    browse: Browse, house: House
) -> None:
    task = house.task(house.apply(), "check")
    clerk = browse("clerk")
    clerk.post(f"/tasks/{task}/complete", 303, **PASSED)
    assert "营业执照" in clerk.page(f"/tasks/{task}")


def test_a_completed_task_shows_what_was_submitted(browse: Browse, house: House) -> None:
    task = house.claim(house.apply(), "check", "clerk")
    clerk = browse("clerk")
    clerk.post(f"/tasks/{task}/complete", 303, **{**PASSED, "pages": "27"})
    page = clerk.page(f"/tasks/{task}")
    assert "经办甲于 今天 09:00 办结" in page
    assert 'value="27"' in page


PASSED: dict[str, Any] = {
    "result": "pass",
    "posted_on": "2026-03-02",
    "complete": "true",
    "papers[0].name": "营业执照",
}


def test_notices_nobody_read_do_not_pile_up(browse: Browse, house: House) -> None:
    """They travel in a cookie: whoever claims and releases by a program never looks at a page."""
    task = house.task(house.apply(), "check")
    clerk = browse("clerk")
    for _ in range(20):
        clerk.post(f"/tasks/{task}/claim")
        clerk.post(f"/tasks/{task}/release")
    page = clerk.page("/tasks")
    assert page.count("已认领，任务在“我的待办”里。") == 1
    assert page.count("已放回组内，同组的人可以认领。") == 1
    assert page.index("已认领，") < page.index("已放回组内")
