"""What a person reads on the pages, as plain values to compare."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def lines(found: Locator) -> list[str]:
    """The text of each element, its white space made one; a page just opened is read when its styles have come."""
    found.page.wait_for_load_state()
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def tasks(page: Page) -> list[str]:
    """The tasks of a list, by name."""
    return lines(page.locator("table.list .t1"))


def sentences(page: Page) -> list[str]:
    """Why a case waits: the first line of each sentence."""
    return lines(page.locator("ol.sent > li div > p:first-child"))


def marked(page: Page) -> list[str]:
    """The elements of the drawn diagram on which a token stands."""
    found = page.locator(".djs-element.here").evaluate_all(
        "nodes => nodes.map(node => node.dataset.elementId)"
    )
    return sorted(found)


def outlined(page: Page) -> list[str]:
    """The elements that the outline names as the present place; read from the text, it need not be shown."""
    page.wait_for_load_state()
    return [" ".join(t.split()) for t in page.locator(".outline li.here > span > b").all_text_contents()]


def story(page: Page) -> list[str]:
    """The first lines of a case's story, newest first, without their hour."""
    return lines(page.locator(".tl li > span:not(.at)"))


def facts(page: Page) -> dict[str, str]:
    """Label and text of what is known of a case."""
    return dict(zip(lines(page.locator("dl.facts dt")), lines(page.locator("dl.facts dd")), strict=True))
