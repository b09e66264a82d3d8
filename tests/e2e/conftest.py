"""The browser for end-to-end tests: one Chromium, a fresh context for each test, and nothing overlooked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import axe, shots
from tests.e2e.serving import Site, furnish, laurel_site
from tests.e2e.walking import WIDTHS, Walk
from tests.e2e.watch import Watch
from tests.support.deep import DEEP
from tools.browser import MISSING, find
from web.people import sessions

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
# True if an element itself is on top at its corners and centre.
TOPMOST = """mark => {
  const {left, right, top, bottom} = mark.getBoundingClientRect();
  const points = [[left + 1, top + 1], [right - 1, bottom - 1], [(left + right) / 2, (top + bottom) / 2]];
  return points.every(([x, y]) => mark.contains(document.elementFromPoint(x, y)));
}"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A walk goes at a desk and on a telephone; in the short form at one of them, half of the walks at each."""
    marked = any("width" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "width" in metafunc.fixturenames and not marked:
        widths = sorted(WIDTHS, reverse=True)
        turn = crc32(metafunc.function.__name__.encode()) % len(widths)
        metafunc.parametrize("width", widths if DEEP else [widths[turn]])


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
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demonstration in it; every site works on a copy."""
    file = tmp_path_factory.mktemp("furnished") / "laurel.db"
    furnish(file)
    return file


@pytest.fixture(scope="session")
def site(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real application for tests that only look."""
    with laurel_site(Path(shutil.copy(furnished, tmp_path_factory.mktemp("site")))) as running:
        yield running


@pytest.fixture
def own_site(furnished: Path, tmp_path: Path) -> Iterator[Site]:
    """The real application for a test that changes what others would see."""
    with laurel_site(Path(shutil.copy(furnished, tmp_path))) as running:
        yield running


@pytest.fixture
def enter(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """enter(site, "office") is a page of a browser in which that account is signed in already."""

    def as_account(where: Site, name: str, **options: Any) -> Page:
        page = new_page(where.url, **options)
        identity = sessions.begin(where.engine.database, where.settings, name)
        page.context.add_cookies([{"name": "laurel", "value": identity, "url": where.url}])
        return page

    return as_account


@pytest.fixture
def walker(
    own_site: Site, new_page: Callable[..., Page], watch: Watch, width: int, request: pytest.FixtureRequest
) -> Callable[..., Walk]:
    """walker("office") is that account's browser, signed in by hand; walker() a stranger's.

    Pictures are named after the test's file: walk-clerk-<stop>-<width>.png in test_walk_clerk.py. Faults that
    a form refuses (422) belong to every walk.
    """
    watch.allow(422)
    prefix = request.path.stem.removeprefix("test_").replace("_", "-")

    def come(account: str | None = None) -> Walk:
        walk = Walk(own_site, new_page, width, prefix)
        return walk.enter(account) if account else walk

    return come


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """shoot(page, "case") keeps var/screenshots/case-1280.png and case-390.png."""
    return shots.shoot


@pytest.fixture
def axe_findings() -> Callable[[Page], list[str]]:
    """axe_findings(page) -> what axe-core finds against WCAG 2.0/2.1 A and AA; wanted: []."""
    return axe.findings


@pytest.fixture
def covered() -> Callable[[Page], bool]:
    """covered(page) -> whether anything lies over bpmn.io's mark; its licence wants it seen."""
    return lambda page: not page.locator(".bjs-powered-by").evaluate(TOPMOST)
