"""Reviewers and their leader, from the sign-in page to the report, by visible words, at a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import open_when
from tests.e2e.walking import Walk

CASE = "示例精密仪器有限公司"
Walker = Callable[..., Walk]


def score(page: Page, percent: int) -> None:
    """Fill the sheet item by item, as a keyboard goes through it."""
    fields = page.get_by_label("，百分比")
    expect(fields).to_have_count(23)
    for number in range(23):
        fields.nth(number).fill(str(percent))
    fields.nth(22).blur()


def review(walk: Walk, percent: int, name: str) -> None:
    page = walk.page
    score(page, percent)
    expect(page.locator(".sheet-total b")).to_have_text(str(percent * 10))  # worked out by the server
    page.locator("summary").first.click()
    page.get_by_label("优势").first.fill("方针目标逐级分解（示例）")
    page.get_by_label("长处").fill("过程清楚（示例）")
    page.get_by_label("改进空间").fill("供方管理（示例）")
    walk.stop(name)
    page.get_by_role("button", name="办结").click()


def test_reviewers_score_alone_and_the_leader_brings_them_together(walker: Walker) -> None:
    second = walker("reviewer2")
    second.to("评审")
    second.told("待声明")
    second.stop("rounds")
    second.follow(CASE)
    second.heading("声明利害关系")
    second.stop("declaration")
    second.page.get_by_label("没有", exact=True).check()
    second.page.get_by_label("遵守评审纪律，公正、廉洁、保密").check()
    second.press("办结")
    second.heading("独立评审")
    review(second, 60, "sheet")
    second.told("已办结。")

    first = walker("reviewer1")
    first.to("评审")
    first.follow(CASE)
    review(first, 70, "sheet-second")
    first.told("已办结。")
    lead(walker("leader"))


def lead(walk: Walk) -> None:
    """The leader brings the sheets together and writes the report."""
    page = walk.page
    open_when(page, "/reviews", "由组长办理")
    walk.stop("leading")
    walk.follow(CASE)
    walk.press("认领")
    expect(page.get_by_role("img", name="评分 60、70，中位 65")).to_have_count(23)
    expect(page.locator(".sheet-total b")).to_have_text("650")
    agreed = page.get_by_label("，合议百分比").first
    agreed.fill("75")
    agreed.blur()
    page.get_by_label("理由").fill("现场可核的记录充分（示例）")
    walk.stop("consensus")
    walk.press("办结")
    walk.heading("汇总评审报告")
    walk.press("认领")
    expect(page.get_by_label("评审报告")).to_have_value(
        "优势\n4.1.2 高层领导的作用：方针目标逐级分解（示例）\n总体：过程清楚（示例）\n\n改进机会\n总体：供方管理（示例）"
    )
    walk.stop("report")
    walk.complete("已办结。本案现在没有需要您办理的事。")


def test_a_reviewer_who_steps_back_is_out(walker: Walker) -> None:
    walk = walker("reviewer1")
    walk.to("评审")
    walk.page.get_by_role("link", name="申请回避").first.click()
    walk.page.get_by_label("亲属").check()
    walk.page.get_by_label("理由").fill("近亲属任职（示例）")
    walk.stop("stepping-back")
    walk.press("确认回避")
    walk.told("已回避：这个案件和它的材料从现在起不再开放")
    expect(walk.page.get_by_text(CASE)).to_have_count(0)


def test_the_office_sees_who_has_how_much(walker: Walker) -> None:
    walk = walker("office")
    walk.to("评审")
    expect(walk.page.get_by_role("heading", name="进行中的各轮评审")).to_be_visible()
    walk.stop("office")
    walk.follow("评审员负担")
    expect(walk.page.get_by_role("img", name="评审员甲：指派 1 件，已提交 0 件，在办 1 项")).to_be_visible()
    walk.stop("balance")
