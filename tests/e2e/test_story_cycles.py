"""The office opens a cycle through the pages; the rule refuses what it does not allow, and says how to cure it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.arranging import open_when
from tests.e2e.judging import judge
from tests.e2e.reading import lines, sentences, tasks
from tests.e2e.serving import Site
from tests.e2e.watch import Watch


def plan(page: Page, previous_year: str) -> None:
    """Fill in the plan of the third edition."""
    page.get_by_label("届次").fill("3")
    page.get_by_label("本届年份").fill("2027")
    page.get_by_label("上一届年份").fill(previous_year)
    page.get_by_label("评审标准版本").fill("GB/T 19580-2012")
    page.get_by_label("评审规则版本").fill("评审规则 2027 年版（示例）")
    page.get_by_label("异议处理制度网址").fill("https://example.invalid/objection")
    page.get_by_label("异议处理制度公开日期").fill("2026-09-01")


def test_a_lead_opens_a_cycle_and_the_rule_is_kept(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "lead")
    page.goto("/cycles")
    page.get_by_role("link", name="启动新周期").click()
    page.get_by_role("button", name="启动").click()
    expect(page.get_by_text("评选周期 静质奖届〔2026〕2号 已启动，第一项任务已派出。")).to_be_visible()
    assert sentences(page) == ["拟订评选方案等区审定办负责人认领。"]
    page.get_by_role("link", name="打开任务").click()
    page.get_by_role("button", name="认领").click()

    plan(page, previous_year="2026")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结").first).to_be_visible()
    # Whether the rule is in force is looked up first, by the worker.
    open_when(page, "/tasks?view=group", "拟订评选方案")
    page.get_by_role("link", name="拟订评选方案", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("拟订评选方案")
    judge(page, "task-refused-opening")
    refusals = lines(page.locator("#form tbody tr"))
    assert [line.split()[0] for line in refusals] == ["第三条"]

    page.get_by_role("button", name="认领").click()
    plan(page, previous_year="2025")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结").first).to_be_visible()
    open_when(page, "/tasks?view=group", "发布申报通知")
    page.goto("/cycles")
    assert lines(page.locator("table.tbl .t1")) == ["第3届（2027年）", "第2届（2026年）"]


def test_cases_of_a_cycle_by_stage(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "lead")
    page.goto("/cycles")
    page.get_by_role("link", name="第2届（2026年）").click()
    ledger = ["全部案件 8", "内部公示与申报 1", "资格审查 3", "公示 3", "资料评审 1"]
    assert lines(page.locator(".ledger a")) == ledger
    page.get_by_role("link", name="资料评审 1").click()
    assert lines(page.locator("table.tbl .t1")) == ["示例精密仪器有限公司"]


@pytest.mark.parametrize("name", ["committee", "approver", "leader"])
def test_those_who_decide_see_all_cases_and_an_inbox_that_says_what_is_missing(
    site: Site, enter: Callable[..., Page], name: str
) -> None:
    page = enter(site, name)
    page.goto("/")
    assert tasks(page) == []
    expect(page.get_by_text("现在没有派给您的任务。")).to_be_visible()
    page.get_by_role("link", name="案件", exact=True).click()
    expect(page.locator(".head .muted")).to_have_text("14 件")
    expect(page.get_by_role("link", name="故障")).to_have_count(0)


def test_a_committee_member_may_not_open_a_cycle(
    site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(403)
    page = enter(site, "committee")
    page.goto("/cycles")
    expect(page.get_by_role("link", name="启动新周期")).to_have_count(0)
    answer = page.goto("/cycles/new")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("这个页面只有审定办工作人员能打开；您现在的身份是审定委委员。")).to_be_visible()
