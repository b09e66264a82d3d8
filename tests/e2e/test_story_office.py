"""The office's day: sign in, claim, read the clause, fill in, complete, see the case move on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import case_of, open_case, open_when, task_at
from tests.e2e.reading import lines, marked, outlined, sentences, story, tasks
from tests.e2e.serving import Site
from web.demo import PASSWORD


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("账户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def claim_from_list(page: Page, task: str) -> None:
    page.get_by_role("link", name="组内待认领").click()
    page.get_by_role("link", name=task, exact=True).click()
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_text("已认领，任务在“我的待办”里。")).to_be_visible()


def fill_notice(page: Page) -> None:
    page.get_by_label("张贴日期").fill("2026-09-28")
    page.get_by_label("政府网站").check()
    page.get_by_label("网址").fill("https://example.invalid/notice/7")
    page.get_by_label("公示稿写明了异议渠道和处理流程").check()


def test_a_clerk_posts_a_notice_and_the_case_moves_on(own_site: Site, new_page: Callable[..., Page]) -> None:
    page = new_page(own_site.url)
    page.goto("/tasks")
    sign_in(page, "office")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    expect(page.get_by_text("现在没有派给您的任务。组内有 2 项待认领。")).to_be_visible()
    claim_from_list(page, "张贴公示")
    expect(page.get_by_role("region", name="条文")).to_contain_text("第二十二条（资格公示）")
    fill_notice(page)
    page.get_by_role("button", name="办结").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("我的待办")
    expect(page.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()
    open_case(page, case_of(own_site, "applicant7"))
    assert marked(page) == ["public-notice"]
    assert outlined(page) == ["公示与异议", "向社会公示"]
    # 28 Sep is not counted; 29, 30, 8, 9 and the make-up Saturday 10 Oct are the five working days.
    assert sentences(page) == ["公示期满要等到 10月10日 周六 24:00，满 5 个工作日，其间国庆节 7 天不计。"]
    assert story(page)[:1] == ["您办结“张贴公示”"]
    expect(page.locator(".tl h3").first).to_have_text("今天 9月28日 周一")


def test_what_waits_behind_a_check_of_the_rule_comes_to_the_group(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = enter(own_site, "lead")
    page.goto(task_at(own_site, "decide-qualification"))
    page.get_by_role("button", name="认领").click()
    page.get_by_label("通过，向社会公示").check()
    page.get_by_label("理由").fill("条件符合，材料齐全")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结。")).to_be_visible()
    # A notice exercises power: that the rule is in force is looked up first, by the worker.
    open_when(page, "/tasks?view=group", "示例物业服务有限公司")
    assert sorted(tasks(page)) == ["张贴公示", "张贴公示", "调查核实", "选聘评审专家"]


def test_a_claimed_task_can_be_given_back_to_the_group(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "office")
    page.goto("/tasks?view=group")
    assert tasks(page) == ["张贴公示", "调查核实"]
    page.get_by_role("button", name="“张贴公示”静质奖申〔2026〕004号 认领").click()
    assert tasks(page) == ["调查核实"]
    page.get_by_role("link", name="我的待办").click()
    assert tasks(page) == ["张贴公示"]
    page.get_by_role("link", name="张贴公示", exact=True).click()
    page.get_by_role("button", name="放回组内").click()
    expect(page.get_by_text("已放回组内，同组的人可以认领。")).to_be_visible()
    assert tasks(page) == ["张贴公示", "调查核实"]


def test_the_inbox_counts_what_falls_due_on_a_ruler_of_working_days(
    site: Site, enter: Callable[..., Page]
) -> None:
    page = enter(site, "office")
    page.goto("/tasks?view=all")
    expect(page.locator("tr.grp th").first).to_have_text("国庆节前 至9月30日 1 项")
    page.get_by_role("link", name="29 周二").click()
    assert tasks(page) == ["补正材料"]
    assert lines(page.locator("td.when")) == ["9月29日 周二 还剩 1 个工作日"]
