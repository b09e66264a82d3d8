"""The browser for end-to-end tests: one Chromium, a fresh context for each test, and nothing overlooked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import axe, shots
from tests.e2e.serving import Site, laurel_site
from tests.e2e.watch import Watch
from tools.browser import MISSING, find

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path. A missing browser is an error, never a skip."""
    found = find()
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the pages complained of; the test fails at its end if that is anything."""
    watching = Watch()
    yield watching
    watching.assert_clean()


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A factory of pages, each a stranger to the others (own cookies): new_page(site.url), new_page(url, java_script_enabled=False)."""
    contexts = []

    def make(base_url: str, **options: Any) -> Page:
        settings = {"viewport": WIDE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = browser.new_context(base_url=base_url, **settings)
        contexts.append(context)
        watch.follow(context, base_url)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application on a fresh database, served by waitress in a thread."""
    with laurel_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def page(new_page: Callable[..., Page], site: Site) -> Page:
    """One page of the real application, not signed in."""
    return new_page(site.url)


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """shoot(page, "case") keeps var/screenshots/case-1280.png and case-390.png."""
    return shots.shoot


@pytest.fixture
def axe_findings() -> Callable[[Page], list[str]]:
    """axe_findings(page) -> what axe-core finds against WCAG 2.0/2.1 A and AA; wanted: []."""
    return axe.findings
