"""Accessibility as far as a machine can tell: axe-core, run inside the page under test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """(only) => axe.run({runOnly: only}).then(({violations}) =>
  violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(' ')}`)))"""
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COLOURS = ["color-contrast", "link-in-text-block"]  # what can differ where only the colours do


@cache
def source() -> str:
    return AXE.read_text(encoding="utf-8")


def findings(page: Page, only: list[str] = EVERYTHING) -> list[str]:
    """One line for each violation: rule and element. `only`: tags or names of rules."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(source())
    found: list[str] = page.evaluate(RUN, only)
    return found
