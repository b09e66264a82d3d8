"""A paper is scanned, its page opened and its file compared; reminders lie at the bell until they are seen."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Row

from awards.letters import archive
from tests.e2e.arranging import PATIENCE
from tests.e2e.judging import judge
from tests.e2e.serving import Site
from tests.integration.web import letters
from tests.integration.web.scheme import CLERK
from tests.support.papers import codes_of
from web import demo
from web.people import accounts


@pytest.fixture
def written(own_site: Site, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[Row[Any]]]:
    """A case whose letters are printed and whose reminder lies in the clerk's inbox."""
    monkeypatch.setenv("LAUREL_PUBLIC_URL", own_site.url)
    accounts.add(own_site.engine.database, "clerk", "经办甲", demo.PASSWORD, [CLERK])
    case = letters.write(own_site.engine)
    own_site.engine.wake.set()
    deadline = time.monotonic() + PATIENCE
    while not _done(own_site):
        assert time.monotonic() < deadline, "the papers were never printed"
    return case, letters.rows(own_site.engine)


def _done(site: Site) -> bool:
    printed = letters.rows(site.engine)
    return len(printed) == 2 and all(row.sha256 for row in printed) and bool(letters.reminders(site.engine))


def test_the_code_on_a_paper_opens_its_page(
    own_site: Site, written: tuple[int, list[Row[Any]]], new_page: Callable[..., Page], tmp_path: Path
) -> None:
    """Nobody is signed in: whoever holds the paper may ask."""
    _, (_, certificate) = written
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(archive.read(certificate.sha256))
    (address,) = codes_of(paper.read_bytes())
    page = new_page(own_site.url)
    page.goto(address)
    expect(page.get_by_role("heading", level=2).first).to_have_text("真实有效")
    expect(page.get_by_text(certificate.number, exact=True)).to_be_visible()
    judge(page, "verify")
    page.get_by_label("PDF 文件").set_input_files(paper)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("一字不差")).to_be_visible()
    paper.write_bytes(paper.read_bytes() + b"\n")
    page.get_by_label("PDF 文件").set_input_files(paper)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_text("不一致")).to_be_visible()


def test_an_unknown_number_is_said_to_be_unknown(
    site: Site, new_page: Callable[..., Page], watch: Any
) -> None:
    watch.allow(404)
    page = new_page(site.url)
    page.goto("/verify")
    page.get_by_label("证书或文件的编号").fill("静质奖函〔2099〕001号")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("查无此件")
    judge(page, "verify-unknown")


def test_letters_stand_on_the_case_page_and_reminders_at_the_bell(
    own_site: Site, written: tuple[int, list[Row[Any]]], enter: Callable[..., Page]
) -> None:
    case, (accepted, _) = written
    page = enter(own_site, "clerk")
    page.goto(f"/cases/{case}")
    expect(page.get_by_role("link", name="受理通知书")).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name="受理通知书").click()
    assert Path(paper.value.path()).read_bytes() == archive.read(accepted.sha256)
    with page.expect_download() as file:
        page.get_by_role("link", name="宗卷").click()
    assert Path(file.value.path()).read_bytes().startswith(b"%PDF-")
    judge(page, "case-letters")
    bell = page.locator(".bell")
    expect(bell.locator(".n")).to_have_text("1")
    bell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("提醒")
    judge(page, "reminders")
    page.get_by_role("button", name=re.compile("该看一眼了")).click()
    expect(page.locator(".bell .n")).to_have_count(0)
