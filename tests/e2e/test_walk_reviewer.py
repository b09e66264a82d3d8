"""Reviewers and their leader, from the sign-in page to the report, by visible words, at a desk and on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.arranging import open_when
from tests.e2e.serving import Site
from web import demo

CASE = "示例精密仪器有限公司"
WIDTHS = pytest.mark.parametrize("width", [1280, 390])
Look = Callable[[Page, str], None]


@pytest.fixture
def look(axe_findings: Callable[[Page], list[str]], shoot: Callable[[Page, str], None]) -> Look:
    """No page of the walk has a fault that axe finds; each is kept as a picture."""

    def one(page: Page, name: str) -> None:
        assert axe_findings(page) == [], name
        page.evaluate("window.scrollTo(0, 0)")  # what sticks to the top stands where it belongs
        shoot(page, f"walk-reviewer-{name}")

    return one


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("账户名").fill(name)
    page.get_by_label("密码", exact=True).fill(demo.PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def to_reviews(page: Page, width: int) -> None:
    if width < 720:
        page.get_by_role("link", name="菜单").click()
    page.get_by_role("link", name="评审", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("评审")


def score(page: Page, percent: int) -> None:
    """Fill the sheet item by item, as a keyboard goes through it."""
    fields = page.get_by_label("，百分比")
    expect(fields).to_have_count(23)
    for number in range(23):
        fields.nth(number).fill(str(percent))
    fields.nth(22).blur()


def review(page: Page, percent: int, look: Look, name: str) -> None:
    score(page, percent)
    expect(page.locator(".sheet-total b")).to_have_text(str(percent * 10))  # worked out by the server
    page.locator("summary").first.click()
    page.get_by_label("优势").first.fill("方针目标逐级分解（示例）")
    page.get_by_label("长处").fill("过程清楚（示例）")
    page.get_by_label("改进空间").fill("供方管理（示例）")
    look(page, name)
    page.get_by_role("button", name="办结").click()


@WIDTHS
def test_reviewers_score_alone_and_the_leader_brings_them_together(
    own_site: Site, new_page: Callable[..., Page], look: Look, width: int
) -> None:
    size = {"width": width, "height": 900}
    second = new_page(own_site.url, viewport=size)
    sign_in(second, "reviewer2")
    to_reviews(second, width)
    expect(second.get_by_text("待声明")).to_be_visible()
    look(second, "rounds")
    second.get_by_role("link", name=CASE).first.click()
    expect(second.get_by_role("heading", level=1)).to_have_text("声明利害关系")
    look(second, "declaration")
    second.get_by_label("没有", exact=True).check()
    second.get_by_label("遵守评审纪律，公正、廉洁、保密").check()
    second.get_by_role("button", name="办结").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("独立评审")
    review(second, 60, look, "sheet")

    first = new_page(own_site.url, viewport=size)
    sign_in(first, "reviewer1")
    to_reviews(first, width)
    first.get_by_role("link", name=CASE).first.click()
    review(first, 70, look, "sheet-second")

    leader = new_page(own_site.url, viewport=size)
    sign_in(leader, "leader")
    open_when(leader, "/reviews", "由组长办理")
    look(leader, "leading")
    leader.get_by_role("link", name=CASE).first.click()
    leader.get_by_role("button", name="认领").click()
    expect(leader.get_by_role("img", name="评分 60、70，中位 65")).to_have_count(23)
    expect(leader.locator(".sheet-total b")).to_have_text("650")
    agreed = leader.get_by_label("，合议百分比").first
    agreed.fill("75")
    agreed.blur()
    leader.get_by_label("理由").fill("现场可核的记录充分（示例）")
    look(leader, "consensus")
    leader.get_by_role("button", name="办结").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text("汇总评审报告")
    leader.get_by_role("button", name="认领").click()
    expect(leader.get_by_label("评审报告")).to_have_value(
        "优势\n4.1.2 高层领导的作用：方针目标逐级分解（示例）\n总体：过程清楚（示例）\n\n改进机会\n总体：供方管理（示例）"
    )
    look(leader, "report")
    leader.get_by_role("button", name="办结").click()
    expect(leader.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()


@WIDTHS
def test_a_reviewer_who_steps_back_is_out(
    own_site: Site, new_page: Callable[..., Page], look: Look, width: int
) -> None:
    page = new_page(own_site.url, viewport={"width": width, "height": 900})
    sign_in(page, "reviewer1")
    to_reviews(page, width)
    page.get_by_role("link", name="申请回避").first.click()
    page.get_by_label("亲属").check()
    page.get_by_label("理由").fill("近亲属任职（示例）")
    look(page, "stepping-back")
    page.get_by_role("button", name="确认回避").click()
    expect(page.get_by_text("已回避：这个案件和它的材料从现在起不再开放")).to_be_visible()
    expect(page.get_by_text(CASE)).to_have_count(0)


def test_the_office_sees_who_has_how_much(own_site: Site, enter: Callable[..., Page], look: Look) -> None:
    page = enter(own_site, "office")
    page.goto("/reviews")
    expect(page.get_by_role("heading", name="进行中的各轮评审")).to_be_visible()
    look(page, "office")
    page.get_by_role("link", name="评审员负担").click()
    expect(page.get_by_role("img", name="评审员甲：指派 1 件，已提交 0 件，在办 1 项")).to_be_visible()
    look(page, "balance")
