"""A reviewer declares first: with a conflict, the case is gone. Who goes on to score walks in test_walk_reviewer."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import application_of, task_at
from tests.e2e.reading import facts, lines, tasks
from tests.e2e.serving import Site
from tests.e2e.watch import Watch

RATING = "双向监督：评审员乙"


def declare(site: Site, page: Page) -> None:
    page.goto(task_at(site, "declare-conflict", "reviewer2"))
    page.get_by_label("有，申请回避").check()
    page.get_by_label("指导、咨询或培训").check()
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()


def test_who_has_a_conflict_loses_the_case(own_site: Site, enter: Callable[..., Page], watch: Watch) -> None:
    watch.allow(404)
    page, case = enter(own_site, "reviewer2"), application_of(own_site, "applicant1")
    page.goto("/cases")  # their own rating; and 示例供应链, whose materials wait for anybody of the group
    assert lines(page.locator("table.tbl .t1")) == [RATING, "示例供应链股份有限公司", "示例精密仪器有限公司"]
    declare(own_site, page)
    page.goto("/tasks")
    assert tasks(page) == ["评价对方守纪情况"]  # of another case
    answer = page.goto(case)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("您已回避")).to_be_visible()
    page.goto("/cases")
    assert lines(page.locator("table.tbl .t1")) == [RATING, "示例供应链股份有限公司"]


def test_a_reviewer_reads_of_the_applicant_only_the_name(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "reviewer1")
    page.goto(application_of(site, "applicant1"))
    assert facts(page) == {
        "申报人": "示例精密仪器有限公司",
        "评选周期": "静质奖届〔2026〕1号",
        "申报奖项": "静安质量金奖 先进质量管理模式",
    }
