"""An objection holds its case and says so; the page says everything without script and without style."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.e2e.arranging import case_of, case_with, open_case, open_when
from tests.e2e.judging import judge
from tests.e2e.reading import lines, marked, outlined, sentences, tasks
from tests.e2e.serving import Site

HELD = [
    "公示期满要等到 10月8日 周四 24:00，满 5 个工作日；今天是第 2 个，其间中秋节 3 天、国庆节 7 天不计。",
    "等待异议办结：在等 静质奖异〔2026〕001号 的结果，有了结果就自动继续。",
]
# Posted on 23 Sep; 24, 28, 29, 30 Sep and 8 Oct count; Mid-Autumn 25-27 Sep and National Day 1-7 Oct do not.
RULER = [
    "9月23日 周三 起算，不计",
    "24 周四 第 1 个",
    "9月25日起，中秋节 25–27 休",
    "28 今天 第 2 个",
    "29 周二 第 3 个",
    "30 周三 第 4 个",
    "10月1日起，国庆节 1–7 休",
    "10月8日 周四 第 5 个，24:00 止",
    "9 周五 可继续",
]


def without_style(route: Route) -> None:
    route.fulfill(body="", content_type="text/css")


def test_a_held_case_says_what_it_waits_for(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "office")
    open_case(page, case_of(site, "applicant3"))
    expect(page.locator(".head .b")).to_have_text("暂缓 · 有未决异议")
    assert sentences(page) == HELD
    assert marked(page) == ["objection-pending", "public-notice"]
    page.get_by_role("link", name="大纲").click()
    judge(page, "case-outline")
    page.get_by_role("link", name="静质奖异〔2026〕001号").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("对 静质奖申〔2026〕003号 的异议")


def test_only_the_case_concerned_is_held(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "office")
    page.goto(case_of(site, "applicant2"))
    expect(page.locator(".head .b")).to_have_text("公示中")
    assert sentences(page) == HELD[:1]


def test_without_script_and_style_the_case_is_told_as_text(site: Site, enter: Callable[..., Page]) -> None:
    page = enter(site, "office", java_script_enabled=False)
    page.context.route("**/*.css*", without_style)
    page.goto(case_of(site, "applicant3"))
    assert lines(page.locator("ol.ruler > li")) == RULER
    assert sentences(page) == HELD
    expect(page.locator("#outline")).to_be_visible()
    expect(page.locator("#drawing")).to_be_hidden()
    assert outlined(page) == ["公示与异议", "向社会公示", "等待异议办结"]
    page.locator(".outline a.tok").nth(1).click()
    assert page.url.endswith("#wait-2")


def test_anybody_signed_in_may_object_and_the_office_gets_the_task(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = enter(own_site, "applicant4")
    page.goto("/objections/new?case=静质奖申〔2026〕002号")
    page.get_by_label("实名", exact=False).first.check()
    page.get_by_label("姓名或单位名称").fill("示例市民")
    page.get_by_label("联系方式").fill("objector@example.invalid")
    page.get_by_label("事实和理由").fill("所列数据与公开报告不一致（示例）。")
    page.get_by_role("group", name="证明材料").get_by_label("有").first.check()
    page.get_by_label("我知道：").check()
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_text("静质奖异〔2026〕002号")).to_be_visible()
    office = enter(own_site, "office")
    open_when(office, "/tasks?view=group", "静质奖异〔2026〕002号")
    assert tasks(office) == ["张贴公示", "调查核实", "调查核实"]
    open_case(office, case_of(own_site, "applicant2"))
    expect(office.locator(".head .b")).to_have_text("暂缓 · 有未决异议")


def test_what_the_committee_decides_comes_to_its_inbox(own_site: Site, enter: Callable[..., Page]) -> None:
    office, committee = enter(own_site, "office"), enter(own_site, "committee")
    office.goto(case_with(own_site, "jingan.objection"))
    office.get_by_role("link", name="打开任务").click()
    office.get_by_role("button", name="认领").click()
    office.get_by_label("查明的情况和认定意见").fill("所列数据不实（示例）。")
    office.get_by_role("group", name="异议是否属实").get_by_label("属实", exact=True).check()
    office.get_by_role("group", name="是否建议取消该案资格").get_by_label("是").check()
    office.get_by_role("button", name="办结").click()
    open_when(committee, "/tasks?view=group", "审定委决定")
    assert tasks(committee) == ["审定委决定"]
    committee.get_by_role("link", name="审定委决定", exact=True).click()
    expect(committee.get_by_text("调查认定：所列数据不实（示例）。")).to_be_visible()
