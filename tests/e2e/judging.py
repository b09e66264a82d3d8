"""One look at a page, as every page gets it: axe-core, the edge of a telephone, pictures."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import axe, shots

SETTINGS = [(1280, "light"), (1280, "dark"), (390, "light")]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def judge(page: Page, name: str) -> None:
    """axe-core finds nothing in light, dark and narrow, nothing runs over the edge; pictures are kept."""
    drawn(page)
    found = {}
    for width, scheme in SETTINGS:
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion, or colours would be judged halfway from light to dark.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found[width, scheme] = axe.findings(page), page.evaluate(OVERFLOW)
    shots.shoot(page, name)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert found == {setting: ([], 0) for setting in SETTINGS}, found


def drawn(page: Page) -> None:
    """A diagram is drawn before anything is judged."""
    island = page.locator("[data-diagram-url]")
    if island.count():
        expect(island).to_have_attribute("data-ready", "true")
