"""The figures as the office's lead reads them: from the sign-in to the cases behind a number, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.serving import Site
from tests.e2e.walking import Walk

NewPage = Callable[..., Page]
ORDER = "([table, drawing]) => table.getBoundingClientRect().top < drawing.getBoundingClientRect().top"


def table_comes_first(page: Page) -> bool:
    """Whether the first table stands above the first drawing, as a phone shows them."""
    handles = [
        page.locator(".told table").first.element_handle(),
        page.locator(".drawing").first.element_handle(),
    ]
    return bool(page.evaluate(ORDER, handles))


def test_figures_lead_to_the_cases_behind_them(site: Site, new_page: NewPage, width: int) -> None:
    walk = Walk(site, new_page, width, "walk-figures").enter("hk-lead")
    page = walk.page
    walk.to("统计")
    expect(page.get_by_role("heading", level=1)).to_have_text("统计")
    walk.follow("第1届（2026年）")  # the next one's intake is open
    # Three applied, two came to the site review and stand on the list; nobody has the award yet.
    expect(page.get_by_role("row", name="进入现场评审").first).to_contain_text("2")
    expect(page.get_by_role("img", name="本届走到各步的件数")).to_be_visible()
    assert walk.wide or table_comes_first(page)
    walk.stop("cycle")
    page.get_by_role("row", name="进入现场评审").first.get_by_role("link").first.click()
    expect(page.locator("table tbody tr")).to_have_count(2)
    walk.stop("cases")
    page.get_by_role("link", name="工作量").click()
    expect(page.get_by_role("region", name="审定办", exact=True)).to_contain_text("虹口审定办经办")
    walk.stop("load")


def test_notices_stand_on_their_working_days(site: Site, new_page: NewPage, width: int) -> None:
    walk = Walk(site, new_page, width, "walk-figures").enter("office")
    page = walk.page
    walk.to("统计")
    page.get_by_role("link", name="公示日历").click()
    # Posted on 23 September; the Mid-Autumn holiday and the National Day are not counted.
    row = page.get_by_role("row", name="示例医疗器械有限公司")
    expect(row).to_contain_text("10月8日 周四 24:00")
    expect(row).to_contain_text("2 / 5 个工作日")
    assert walk.wide or table_comes_first(page)
    walk.stop("notices")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例医疗器械有限公司")
