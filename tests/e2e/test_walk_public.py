"""The public's way: from the first page to a notice, an objection, its receipt, more proof and the answer; no account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from engine.actor import Actor
from engine.commands import tasks
from engine.models import instance, user_task
from tests.e2e import shots
from tests.e2e.arranging import open_when
from tests.e2e.judging import judge
from tests.e2e.serving import Site
from tests.e2e.watch import Watch

NewPage = Callable[..., Page]
CASE = "静质奖申〔2026〕002号"  # its notice hangs until 8 October
OFFICE = Actor("office", frozenset({"jingan.office-clerk", "jingan.office-lead"}))
PROOF = {
    "name": "欧阳示例的材料.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n" + b"proof " * 40,
}
FOUND = {"objection_finding": "数据有据可查（示例）", "objection_upheld": "no", "recommend_exclusion": "no"}
MANNERS = [
    pytest.param({"viewport": {"width": 390, "height": 844}}, id="390"),
    pytest.param({"java_script_enabled": False}, id="without-script"),
]


def test_from_the_first_page_to_the_answer_with_more_proof(
    own_site: Site, new_page: NewPage, watch: Watch
) -> None:
    watch.allow(422)
    walk(own_site, new_page(own_site.url, viewport={"width": 1280, "height": 900}), judged=True)


@pytest.mark.parametrize("manner", MANNERS)
def test_the_same_on_a_telephone_and_without_script(
    own_site: Site, new_page: NewPage, watch: Watch, manner: dict[str, Any]
) -> None:
    watch.allow(422)
    walk(own_site, new_page(own_site.url, **manner), judged=False)


def walk(site: Site, page: Page, *, judged: bool) -> None:
    """Object without proof, be asked for it, give it, read the answer; by visible words alone."""

    def look(name: str) -> None:
        if judged:
            judge(page, name)

    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("质量奖：公示与监督")
    page.get_by_role("listitem").filter(has_text="示例医疗器械有限公司").get_by_role("link").first.click()
    # Posted on 23 September; 24, 28, 29, 30 September and 8 October count; today is the second of them.
    expect(page.locator(".count .big")).to_have_text("还剩 3 个工作日")
    look("public-notice")
    page.get_by_role("link", name="对此提出异议").click()
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("heading", name="未能提交")).to_be_visible()
    look("public-objection-errors")
    page.get_by_label("实名", exact=False).first.check()
    page.get_by_label("姓名或单位名称").fill("欧阳示例")
    page.get_by_label("联系方式").fill("objector@example.invalid")
    page.get_by_label("事实和理由").fill("所列数据与公开报告不一致（示例）。")
    page.get_by_label("暂时没有").check()
    page.get_by_label("我知道：").check()
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("异议回执")
    number = page.locator(".receipt dd").first.inner_text()
    code = page.locator(".receipt .code").inner_text()
    look("public-receipt")
    page.get_by_role("button", name="我已记下").click()
    page.get_by_label("异议编号").fill(number)
    page.get_by_label("查询码").fill("AAAA-BBBB-CCCC-DDDD")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("编号和查询码对不上").first).to_be_visible()
    look("public-follow-errors")
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"异议 {number}")
    wanted = {"proof_due_on": "2026-10-12", "proof_wanted": "年报复印件（示例）"}
    handle(site, page, number, ("request-proof", "要求补充证明"), **wanted)
    open_when(page, "/objections/status", "办公室要求补充证明")
    expect(page.get_by_text("年报复印件（示例）")).to_be_visible()
    look("public-status-asked")
    page.get_by_role("button", name="提交证明").click()
    expect(page.get_by_text("请选择要补充的证明材料").first).to_be_visible()
    look("public-status-errors")
    page.get_by_label("证明材料", exact=True).set_input_files(PROOF)  # type: ignore[arg-type]
    page.get_by_role("button", name="提交证明").click()
    expect(page.get_by_text("已收到补充的证明材料")).to_be_visible()
    handle(site, page, number, ("investigate", "调查核实"), **FOUND)
    open_when(page, "/objections/status", "已经办结，答复如下")
    expect(page.get_by_role("heading", name="异议答复书")).to_be_visible()
    expect(page.get_by_text("数据有据可查（示例）")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("欧阳示例")
    look("public-status-answered")
    page.get_by_role("button", name="离开，不留痕迹").click()
    page.goto("/objections/status")
    expect(page.get_by_role("heading", level=1)).to_have_text("查询我的异议")


def test_an_objection_with_evidence_holds_the_case_at_once(
    own_site: Site, new_page: NewPage, watch: Watch
) -> None:
    watch.allow(422)
    page = new_page(own_site.url)
    page.goto(f"/objections/new?case={CASE}")
    fill(page, "有")
    page.get_by_label("上传证明材料").set_input_files(PROOF)  # type: ignore[arg-type]
    page.get_by_label("姓名或单位名称").fill("")
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_label("已上传的第 1 个文件")).to_be_checked()  # nothing has to be sent again
    page.get_by_label("姓名或单位名称").fill("欧阳示例")
    page.get_by_role("button", name="提交异议").click()
    number = page.locator(".receipt dd").first.inner_text()
    expect(page.get_by_text("1 个文件")).to_be_visible()
    code = page.locator(".receipt .code").inner_text()
    page.goto("/objections/follow")
    page.get_by_label("异议编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    open_when(page, "/objections/status", "当前步骤：调查核实")
    expect(page.get_by_text("已暂缓")).to_be_visible()
    expect(page.get_by_text("证明材料1.pdf")).to_be_visible()


def test_an_objection_by_the_keyboard_alone(own_site: Site, new_page: NewPage) -> None:
    page = new_page(own_site.url)
    page.goto(f"/objections/new?case={CASE}")
    to(page, "named")
    page.keyboard.press("Space")
    for name, typed in (("objector", "欧阳示例"), ("contact", "objector@example.invalid")):
        to(page, name)
        page.keyboard.insert_text(typed)
    to(page, "facts")
    page.keyboard.insert_text("所列数据与公开报告不一致（示例）。")
    to(page, "has_proof")
    page.keyboard.press("ArrowDown")
    to(page, "consent")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("异议回执")


def test_a_notice_prints_on_one_sheet_with_its_red_head(site: Site, new_page: NewPage) -> None:
    page = new_page(site.url)
    page.goto("/notices")
    page.get_by_role("listitem").filter(has_text="示例医疗器械有限公司").get_by_role("link").first.click()
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    (shots.FOLDER / "public-notice-print.pdf").write_bytes(paper)
    sheets = pypdfium2.PdfDocument(paper)
    assert len(sheets) == 1
    text = "".join(sheets[0].get_textpage().get_text_bounded().split())
    said = ("审定委员会办公室", "静质奖告〔2026〕", "24:00止", "公示期的计算", "SHA-256")
    assert [word for word in said if word not in text] == []
    assert [word for word in ("登录", "提出异议", "开放数据") if word in text] == []


def test_the_menu_of_a_telephone_leads_everywhere(site: Site, new_page: NewPage) -> None:
    page = new_page(site.url, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    for room in ("公示", "获奖名录", "提出异议", "证书查验", "开放数据", "登录"):
        page.goto("/")
        page.get_by_role("link", name="菜单").click()
        page.locator("main").get_by_role("link", name=room, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "/public/menu" not in page.url


def fill(page: Page, proof: str) -> None:
    """A named objection, as far as its words go."""
    page.get_by_label("实名", exact=False).first.check()
    page.get_by_label("姓名或单位名称").fill("欧阳示例")
    page.get_by_label("联系方式").fill("objector@example.invalid")
    page.get_by_label("事实和理由").fill("所列数据与公开报告不一致（示例）。")
    page.get_by_role("group", name="证明材料").get_by_label(proof).first.check()
    page.get_by_label("我知道：").check()


def to(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.name || ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never came to {name}")


def handle(site: Site, page: Page, number: str, step: tuple[str, str], **values: Any) -> None:
    """The office does a step (its id and name) as soon as the objector's page says that it is at hand."""
    element, name = step
    open_when(page, "/objections/status", f"当前步骤：{name}")
    root = instance.alias("root")
    query = (
        select(user_task.c.id)
        .join(root, root.c.id == user_task.c.root_id)
        .where(root.c.business_key == number, user_task.c.element == element, user_task.c.status == "open")
    )
    with site.engine.database.reading() as connection:
        task = connection.execute(query).scalar_one()
    tasks.complete(site.engine, task, values, OFFICE)
