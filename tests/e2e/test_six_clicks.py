"""Who knows the printed address and an account completes a first task with at most six clicks, by the words on the pages."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.serving import Site
from web.demo import PASSWORD


class Hand:
    """Clicks, and counts them; what is typed is no click."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, on: Locator) -> None:
        self.clicks += 1
        on.first.click()


def test_from_the_printed_address_to_a_completed_task(own_site: Site, new_page: Callable[..., Page]) -> None:
    page, hand = new_page(own_site.url), Hand()
    page.goto(own_site.url)
    hand.click(page.get_by_role("link", name="登录"))
    page.get_by_label("账户名").fill("office")
    page.get_by_label("密码").fill(PASSWORD)
    hand.click(page.get_by_role("button", name="登录", exact=True))
    hand.click(page.get_by_role("main").get_by_role("link", name="项待认领"))
    hand.click(page.get_by_role("link", name="张贴公示", exact=True))
    hand.click(page.get_by_role("main").get_by_role("button", name="认领"))
    page.get_by_label("张贴日期").fill("2026-09-28")
    for box in ("政府网站", "公示稿写明了异议渠道和处理流程"):
        page.get_by_label(box).press("Space")
    page.get_by_label("网址").fill("https://example.invalid/notice/7")
    hand.click(page.get_by_role("button", name="办结", exact=True))
    expect(page.get_by_text("已办结。")).to_be_visible()
    assert hand.clicks <= 6
