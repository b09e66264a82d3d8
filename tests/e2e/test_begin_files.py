"""Files in the browser before there is a case: sent with a start form, and through a session that ends meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.serving import Site
from tests.e2e.watch import Watch
from web import demo

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1024


@pytest.mark.parametrize("width", [1280, 390])
def test_evidence_goes_with_a_case_that_is_begun_and_outlives_the_session(
    own_site: Site,
    enter: Enter,
    tmp_path: Path,
    width: int,
    watch: Watch,
    shoot: Callable[[Page, str], None],
    axe_findings: Callable[[Page], list[str]],
) -> None:
    file = tmp_path / "现场照片 <b>1.pdf"
    file.write_bytes(PDF)
    page = enter(own_site, "office", viewport={"width": width, "height": 900})
    page.goto("/begin")
    page.get_by_role("link", name=re.compile("提出撤销奖励")).first.click()
    page.get_by_label("获奖案件的编号").fill(f"示例{width}")
    page.get_by_label("证书编号").fill("示例证书")
    page.get_by_label("获奖者名称").fill("示例公司")
    page.get_by_label("组织").check()
    page.get_by_label("发现的情况").fill("发现的情况如下")
    page.locator(".files input[type=file]").set_input_files(file)
    expect(page.get_by_role("link", name=file.name)).to_be_visible()
    with page.expect_response("**/form"):
        page.get_by_label("证书编号").fill("示例证书七")
    page.reload()  # by hand: nothing typed or sent is lost
    expect(page.get_by_label("证书编号")).to_have_value("示例证书七")
    expect(page.get_by_role("link", name=file.name)).to_be_visible()
    shoot(page, "begin-files")
    assert axe_findings(page) == []
    watch.allow(403)
    page.context.clear_cookies()
    page.get_by_role("button", name="立案", exact=True).click()
    expect(page.get_by_text("登录已过期，还没有提交。")).to_be_visible()
    page.get_by_label("账户名").fill("office")
    page.get_by_label("密码").fill(demo.PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("发现的情况")).to_have_value("发现的情况如下")
    expect(page.get_by_role("link", name=file.name)).to_be_visible()
    page.get_by_role("button", name="立案", exact=True).click()
    expect(page.get_by_text(f"已立案，编号 示例{width}")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=file.name).click()
    assert Path(download.value.path()).read_bytes() == PDF
