"""Screenshots kept as artefacts: each page at a desk's width and at a telephone's."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
WIDTHS = {1280: 900, 390: 844}
STUCK = """stuck => document.querySelectorAll('.actbar').forEach(bar => {
  if (stuck) bar.removeAttribute('style'); else bar.style.position = 'static';
})"""
DRAWN = "() => document.fonts.ready.then(() => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next))))"


def shoot(page: Page, name: str) -> None:
    """Save the whole page as <name>-1280.png and <name>-390.png; the viewport is as before afterwards."""
    before = page.viewport_size
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        keep(page, name, width)
    if before:
        page.set_viewport_size(before)


def keep(page: Page, name: str, width: int) -> None:
    """Save the whole page as it stands as <name>-<width>.png.

    A bar that sticks to the window's foot would cover what is below it in a picture longer than the window.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")  # what sticks to the top stands where it belongs
    page.evaluate(STUCK, False)
    page.evaluate(DRAWN)
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True, animations="disabled")
    page.evaluate(STUCK, True)
