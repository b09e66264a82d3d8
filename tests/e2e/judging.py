"""One look at a page, as every page gets it: axe-core, the edge of a telephone, pictures."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import axe, shots

# Width, colours, what is looked for, and whether a picture is kept.
SETTINGS = [
    (1280, "light", axe.EVERYTHING, True),
    (1280, "dark", axe.COLOURS, False),
    (390, "light", axe.EVERYTHING, True),
]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def judge(page: Page, name: str) -> None:
    """axe-core finds nothing in light, dark and narrow, nothing runs over the edge; pictures are kept."""
    drawn(page)
    found = {}
    for width, scheme, rules, kept in SETTINGS:
        page.set_viewport_size({"width": width, "height": shots.WIDTHS[width]})
        # Without motion, or colours would be judged halfway from light to dark.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found[width, scheme] = axe.findings(page, rules), page.evaluate(OVERFLOW)
        if kept:
            shots.keep(page, name, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert found == dict.fromkeys(found, ([], 0)), found


def drawn(page: Page) -> None:
    """A diagram is drawn before anything is judged."""
    island = page.locator("[data-diagram-url]")
    if island.count():
        expect(island).to_have_attribute("data-ready", "true")
