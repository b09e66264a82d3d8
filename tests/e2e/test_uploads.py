"""Files in the browser: sent in pieces with a line of their own, through a break and a new page; and without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site
from tests.e2e.watch import Watch

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8192  # two megabytes
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "补正说明 <b>1.pdf"
    file.write_bytes(PDF)
    return file


def task_of(page: Page) -> None:
    """The applicant's task, which asks for a file, by what stands on the pages."""
    page.goto("/tasks")
    page.get_by_role("link", name=re.compile("补正")).first.click()
    expect(page.locator(".files input[type=file]").first).to_be_visible()


class Wire:
    """The line between the page and the house, as slow as it is told, or cut."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def carries(self, bytes_a_second: int, *, cut: bool = False) -> None:
        told = {"offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
        self._session.send("Network.emulateNetworkConditions", told)


FAST = -1


@WIDTHS
def test_a_file_goes_off_shows_how_far_it_is_pauses_and_arrives(
    own_site: Site,
    enter: Enter,
    paper: Path,
    width: int,
    shoot: Callable[[Page, str], None],
    axe_findings: Callable[[Page], list[str]],
) -> None:
    page = enter(own_site, "applicant4", viewport={"width": width, "height": 900})
    task_of(page)
    box = page.locator(".files").first
    line = Wire(page)
    line.carries(400_000)
    box.locator("input[type=file]").set_input_files(paper)
    row = box.locator(".underway li")
    expect(row).to_contain_text(paper.name)
    expect(row).to_contain_text(re.compile(r"[0-9.]+ MB / 2\.0 MB · 还需约 \d+ 秒"))
    expect(row.get_by_role("progressbar")).to_be_visible()
    shoot(page, "upload-under-way")
    assert axe_findings(page) == []
    row.get_by_role("button", name="暂停").click()
    expect(row).to_contain_text("已暂停")
    row.get_by_role("button", name="继续").click()
    line.carries(FAST)
    expect(box.get_by_role("link", name=paper.name)).to_be_visible()
    expect(row).to_have_count(0)
    shoot(page, "upload-there")
    assert axe_findings(page) == []
    with page.expect_download() as download:
        box.get_by_role("link", name=paper.name).click()
    assert Path(download.value.path()).read_bytes() == PDF
    box.get_by_role("button", name="移除").click()
    expect(box.get_by_role("link")).to_have_count(0)
    page.reload()
    expect(box.get_by_role("link")).to_have_count(0)


def test_a_break_in_the_line_and_a_new_page_lose_nothing(
    own_site: Site, enter: Enter, paper: Path, watch: Watch
) -> None:
    page = enter(own_site, "applicant4")
    task_of(page)
    box = page.locator(".files").first
    line = Wire(page)
    line.carries(400_000)
    box.locator("input[type=file]").set_input_files(paper)
    row = box.locator(".underway li")
    expect(row).to_contain_text("还需约")
    watch.allow("ERR_INTERNET_DISCONNECTED")
    line.carries(400_000, cut=True)
    expect(row).to_contain_text("网络断开，恢复后自动继续")
    line.carries(400_000)
    expect(row).to_contain_text("还需约")
    page.reload()
    half = box.locator("[data-coming]")
    expect(half).to_contain_text("选同一个文件可以接着传")
    line.carries(FAST)
    box.locator("input[type=file]").set_input_files(paper)
    expect(box.get_by_role("link", name=paper.name)).to_be_visible()
    with page.expect_download() as download:
        box.get_by_role("link", name=paper.name).click()
    assert Path(download.value.path()).read_bytes() == PDF


def test_a_file_that_is_refused_says_why_and_a_script_is_not_needed(
    own_site: Site, enter: Enter, paper: Path, tmp_path: Path, watch: Watch
) -> None:
    wrong = tmp_path / "程序.pdf"
    wrong.write_bytes(b"MZ" + PDF)
    page = enter(own_site, "applicant4")
    task_of(page)
    box = page.locator(".files").first
    watch.allow(422)
    box.locator("input[type=file]").set_input_files(wrong)
    expect(box.locator(".underway li")).to_contain_text("内容不是 .pdf 文件")
    box.locator(".underway").get_by_role("button", name="移除").click()
    expect(box.locator(".underway li")).to_have_count(0)
    plain = enter(own_site, "applicant4", java_script_enabled=False)
    task_of(plain)
    box = plain.locator(".files").first
    box.locator("input[type=file]").set_input_files(paper)
    box.get_by_role("button", name="上传").click()
    expect(plain.locator(".files").first.get_by_role("link", name=paper.name)).to_be_visible()
    plain.locator(".files").first.get_by_role("button", name="移除").click()
    expect(plain.locator(".files").first.get_by_role("link")).to_have_count(0)
