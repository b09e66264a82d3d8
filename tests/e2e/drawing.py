"""Short words for stories of those who draw: open a diagram, choose an element, fill a field, check, save, propose."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Enter = Callable[..., Page]
PAGE = "/diagrams/jingan.objection"
PATIENCE = 30_000  # milliseconds: a check reads all that is deployed, and other tests may have the machine


def open_diagram(page: Page, address: str = PAGE) -> None:
    page.goto(address)
    expect(page.locator("[data-modeler]")).to_have_attribute("data-ready", "true", timeout=PATIENCE)


def choose(page: Page, element: str) -> None:
    """An element in the list beside the drawing."""
    page.get_by_label("环节", exact=True).select_option(element)


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def check(page: Page) -> None:
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("检查完毕。", timeout=PATIENCE)


def save(page: Page) -> None:
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("[data-state]")).to_contain_text("草稿已由", timeout=PATIENCE)


def propose(page: Page, reason: str) -> None:
    page.get_by_role("link", name="提交审批…").click()
    page.get_by_label("修改理由").fill(reason)
    page.get_by_role("button", name="提交审批", exact=True).click()
    expect(page.get_by_text("已提交审批。")).to_be_visible(timeout=PATIENCE)


def drawn(page: Page, marker: str) -> list[str]:
    """The ids of the elements with a marker, sorted."""
    found = page.locator(f".djs-element.{marker}")
    return sorted(found.evaluate_all("nodes => nodes.map(node => node.dataset.elementId)"))
