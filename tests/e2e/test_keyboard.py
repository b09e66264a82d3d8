"""Work without a mouse: rows chosen in stretches, a sheet filled down its column, rows that come, go and move."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import status_of, task_at
from tests.e2e.serving import Site
from tests.e2e.test_story_forms import claimed


def chosen(page: Page) -> list[int]:
    """Which rows of the list are ticked."""
    boxes = page.locator("tr[data-task] .ck").all()
    return [number for number, box in enumerate(boxes) if box.is_checked()]


def test_rows_are_chosen_in_stretches_all_at_once_and_not_at_all(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = enter(own_site, "lead")
    page.goto("/tasks?view=group")
    boxes = page.locator("tr[data-task] .ck")
    expect(boxes).to_have_count(4)
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    assert chosen(page) == [0, 1, 2]
    page.keyboard.press("Escape")
    assert chosen(page) == []
    expect(page.get_by_role("button", name="认领…")).to_be_hidden()
    for key in ("j", "j", "J", "J"):
        page.keyboard.press(key)
    assert chosen(page) == [1, 2, 3]
    every = page.get_by_role("checkbox", name="选择本页全部任务")
    assert every.evaluate("box => box.indeterminate")
    page.keyboard.press("a")
    expect(page.get_by_text("已选 4 项")).to_be_visible()
    expect(every).to_be_checked()
    every.uncheck()
    assert chosen(page) == []


def test_enter_goes_down_the_sheet_and_completes_nothing(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "reviewer1")
    task = task_at(own_site, "review-case", "reviewer1")
    page.goto(task)
    percents = page.get_by_label("，百分比")
    percents.first.focus()
    for typed in ("60", "55", "70"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    expect(percents.nth(3)).to_be_focused()
    expect(page.locator(".sheet-total b")).to_have_text("67.5")  # 60% of 50, 55% of 30, 70% of 30
    page.keyboard.press("Shift+Enter")
    expect(percents.nth(2)).to_be_focused()
    page.keyboard.type("80")  # what stood there was selected
    expect(percents.nth(2)).to_have_value("80")
    percents.last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="办结")).to_be_focused()
    assert status_of(own_site, task) == "open"


def test_the_focus_stays_with_rows_that_move_come_and_go(own_site: Site, enter: Callable[..., Page]) -> None:
    page = claimed(enter(own_site, "as-lead"), task_at(own_site, "propose-winners"))
    name = page.locator(".ranks").first.locator(".rank-who > b").first.inner_text()
    page.get_by_role("button", name=f"下移 {name}").press("Enter")
    expect(page.locator(".ranks").first.locator(".rank-who > b").last).to_have_text(name)
    # It is the last one now: all that may be done is to take it up again.
    expect(page.get_by_role("button", name=f"上移 {name}")).to_be_focused()
