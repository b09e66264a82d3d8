"""A process owner changes a diagram without knowing the notation; somebody else approves; the next version stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.judging import judge
from tests.e2e.serving import Site
from tests.e2e.watch import Watch

Enter = Callable[..., Page]
Shoot = Callable[[Page, str], None]
PAGE = "/diagrams/jingan.objection"


def open_diagram(page: Page, address: str = PAGE) -> None:
    page.goto(address)
    expect(page.locator("[data-modeler]")).to_have_attribute("data-ready", "true")


def choose(page: Page, element: str) -> None:
    """An element in the list beside the drawing."""
    page.get_by_label("环节", exact=True).select_option(element)


def fill(page: Page, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def check(page: Page) -> None:
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("[data-state]")).to_have_text("检查完毕。")


def save(page: Page) -> None:
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("[data-state]")).to_contain_text("草稿已由")


def propose(page: Page, reason: str) -> None:
    page.get_by_role("link", name="提交审批…").click()
    page.get_by_label("修改理由").fill(reason)
    page.get_by_role("button", name="提交审批", exact=True).click()
    expect(page.get_by_text("已提交审批。")).to_be_visible()


def drawn(page: Page, marker: str) -> list[str]:
    """The ids of the elements with a marker, sorted."""
    found = page.locator(f".djs-element.{marker}")
    return sorted(found.evaluate_all("nodes => nodes.map(node => node.dataset.elementId)"))


def test_a_step_is_added_checked_approved_and_deployed(own_site: Site, enter: Enter, shoot: Shoot) -> None:
    owner = enter(own_site, "owner")
    owner.goto("/diagrams")
    judge(owner, "diagrams")
    owner.get_by_role("link", name="异议处理").click()
    open_diagram(owner)
    judge(owner, "diagram-deployed")

    choose(owner, "investigate")
    fill(owner, "名称", "调查核实情况")
    owner.get_by_role("button", name="接在后面").click()
    expect(owner.get_by_label("环节", exact=True)).to_have_value("step-1")
    fill(owner, "名称", "集体研究")
    fill(owner, "表单", "jingan.nowhere")
    fill(owner, "办理组", "jingan.office-lead")
    check(owner)
    assert owner.locator(".found li").all_inner_texts() == [
        "错误找不到表单“jingan.nowhere”。请补上 jingan/forms/nowhere.form，或改正任务上写的表单编号。\n集体研究"
    ]
    assert drawn(owner, "finding-error") == ["step-1"]
    choose(owner, "reply")
    owner.locator(".found").get_by_role("button", name="集体研究").click()
    expect(owner.get_by_label("环节", exact=True)).to_have_value("step-1")
    judge(owner, "diagram-checked")

    fill(owner, "表单", "jingan.investigation")
    expect(owner.locator("[data-summary]")).to_have_text("图已改动，下面是改动前的检查结果。")
    check(owner)
    expect(owner.locator("[data-summary]")).to_have_text("没有发现问题。")
    assert drawn(owner, "finding-error") == []
    save(owner)
    open_diagram(owner)
    assert owner.get_by_text("草稿：流程负责人 今天 14:30 保存").is_visible()
    choose(owner, "step-1")
    expect(owner.get_by_label("名称", exact=True)).to_have_value("集体研究")
    expect(owner.get_by_label("表单", exact=True)).to_have_value("jingan.investigation")
    propose(owner, "第三十二条：核实之后须集体研究")
    judge(owner, "diagram-proposed")

    releaser = enter(own_site, "releaser")
    releaser.goto("/diagrams")
    expect(releaser.get_by_role("link", name="流程图 1")).to_be_visible()
    open_diagram(releaser)
    assert releaser.locator(".diff li").all_inner_texts() == [
        "改动\n调查核实情况（用户任务）\n名称：“调查核实” → “调查核实情况”",
        "改动\n集体研究 → 须取消资格？（流向）\n起点：“调查核实” → “集体研究”",
        "新增\n集体研究（用户任务）",
        "新增\n调查核实情况 → 集体研究（流向）",
    ]
    assert drawn(releaser, "change-added") == ["flow-1", "step-1"]
    judge(releaser, "diagram-deciding")
    releaser.get_by_role("button", name="批准并部署").click()
    expect(releaser.get_by_text("已批准并部署，现在是第 2 版。")).to_be_visible()
    judge(releaser, "diagram-decided")
    owner.goto("/diagrams")
    row = owner.locator("tr", has_text="jingan.objection")
    expect(row).to_contain_text("第 2 版")
    expect(row).to_contain_text("流程批准人")


def test_what_is_sent_back_is_a_draft_with_the_reason(own_site: Site, enter: Enter) -> None:
    owner, releaser = enter(own_site, "owner"), enter(own_site, "releaser")
    open_diagram(owner)
    choose(owner, "investigate")
    fill(owner, "名称", "调查")
    propose(owner, "名称短一些")
    open_diagram(releaser)
    releaser.get_by_text("退回…").click()
    releaser.get_by_label("退回的理由").fill("条文写的是“调查核实”")
    releaser.get_by_role("button", name="退回", exact=True).click()
    expect(releaser.get_by_text("已退回。")).to_be_visible()
    open_diagram(owner)
    expect(owner.get_by_text("退回：条文写的是“调查核实”")).to_be_visible()
    judge(owner, "diagram-returned")
    choose(owner, "investigate")
    expect(owner.get_by_label("名称", exact=True)).to_have_value("调查")


def test_two_who_draw_at_once_lose_nothing(own_site: Site, enter: Enter, watch: Watch) -> None:
    watch.allow(409)
    first, second = enter(own_site, "owner"), enter(own_site, "owner2")
    open_diagram(first)
    open_diagram(second)
    for page, name in ((first, "调查甲"), (second, "调查乙")):
        choose(page, "investigate")
        fill(page, "名称", name)
    save(first)
    second.get_by_role("button", name="保存草稿").click()
    expect(second.locator("[data-state]")).to_contain_text("已由流程负责人改过草稿；这次没有保存")
    assert second.locator(".diff li").all_inner_texts() == [
        "改动\n调查乙（用户任务）\n名称：“调查甲” → “调查乙”"
    ]
    judge(second, "diagram-conflict")
    with second.expect_download() as kept:
        second.get_by_role("link", name="下载").click()
    file = Path(kept.value.path())
    assert "调查乙" in file.read_text(encoding="utf-8")

    second.once("dialog", lambda dialog: dialog.accept())  # leaving with unsaved changes
    open_diagram(second)
    choose(second, "investigate")
    expect(second.get_by_label("名称", exact=True)).to_have_value("调查甲")
    second.get_by_label("打开本机的 BPMN 文件").set_input_files(
        {"name": "mine.bpmn", "mimeType": "application/xml", "buffer": file.read_bytes()}
    )
    expect(second.locator("[data-state]")).to_have_text("已打开 mine.bpmn，还没有保存。")
    save(second)
    open_diagram(first)
    choose(first, "investigate")
    expect(first.get_by_label("名称", exact=True)).to_have_value("调查乙")


FOCUSED = """() => {
  const {activeElement: node} = document;
  return node.getAttribute('aria-label') || node.name || node.textContent.trim();
}"""


def test_everything_is_reached_and_done_with_the_keyboard(own_site: Site, enter: Enter) -> None:
    page = enter(own_site, "owner")
    open_diagram(page)
    choose(page, "investigate")
    page.locator("h1").click()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(FOCUSED))
    drawing = {"画布：异议处理", "放大", "缩小", "显示全图", "图", "大纲"}
    buttons = {
        "保存草稿",
        "提交审批…",
        "打开本机的 BPMN 文件",
        "下载",
        "检查",
        "接在后面",
        "连到它",
        "删除这个环节",
    }
    assert (
        drawing | buttons | {"element", "name", "form", "groups", "due", "articles", "documentation", "id"}
        <= reached
    )
    page.get_by_label("环节", exact=True).focus()
    page.keyboard.type("调查核实")
    expect(page.get_by_label("环节", exact=True)).to_have_value("investigate")
    page.get_by_role("button", name="接在后面").press("Enter")
    expect(page.get_by_label("环节", exact=True)).to_have_value("step-1")
    page.get_by_role("button", name="删除这个环节").press("Enter")
    page.get_by_role("button", name="撤销").press("Enter")
    choose(page, "step-1")
    expect(page.get_by_label("编号", exact=True)).to_have_value("step-1")


KINDS = (
    "lane-office",
    "objection-received",
    "register-objection",
    "investigate",
    "admission-result",
    "hold-case",
    "proof-wait",
    "proof-supplied",
    "proof-overdue",
    "resolved",
    "investigate-to-needs-committee",
    "participant",
)


def test_every_menu_speaks_chinese(site: Site, enter: Enter, watch: Watch) -> None:
    """A word without a translation is told on the console, and the console has to stay silent."""
    watch.allow("ContextPad#getPad is deprecated")  # bpmn-js's own key for the menu of types
    offered = set()
    page = enter(site, "owner")
    open_diagram(page)
    for element in KINDS:
        choose(page, element)
        page.get_by_role("application").focus()
        page.keyboard.press("r")
        words = page.locator(".djs-popup-label, .djs-popup-title").all_inner_texts()
        assert [word for word in words if word.isascii()] == []
        offered |= set(words)
        page.keyboard.press("Escape")
        titles = page.locator(".djs-palette [title], .djs-context-pad [title]")
        shown = titles.evaluate_all("nodes => nodes.map(node => node.title)")
        assert [title for title in shown if title.isascii()] == []
    assert {
        "服务任务",
        "子流程（折叠）",
        "并行网关",
        "定时中间捕获事件",
        "消息结束事件",
        "默认流向",
        "空的池（删去内容）",
    } <= offered


def test_the_mark_of_bpmn_io_is_whole_and_free(
    site: Site, enter: Enter, covered: Callable[[Page], bool]
) -> None:
    page = enter(site, "owner")
    open_diagram(page)
    for width, scheme in ((1280, "light"), (1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.locator(".bjs-powered-by").scroll_into_view_if_needed()
        expect(page.locator(".bjs-powered-by")).to_be_in_viewport(ratio=1)
        assert not covered(page)


def test_a_telephone_shows_and_checks_and_does_not_draw(site: Site, enter: Enter) -> None:
    page = enter(site, "owner", viewport={"width": 390, "height": 844})
    open_diagram(page)
    expect(page.get_by_text("这里只能看图、检查和下载")).to_be_visible()
    assert page.locator(".djs-palette").count() == 0
    expect(page.get_by_role("button", name="保存草稿")).to_be_hidden()
    check(page)
    expect(page.locator("[data-summary]")).to_have_text("没有发现问题。")


def test_without_script_the_outline_and_the_decision_are_there(
    own_site: Site, enter: Enter, new_page: Callable[..., Page]
) -> None:
    owner = enter(own_site, "owner")
    open_diagram(owner)
    choose(owner, "investigate")
    fill(owner, "名称", "调查")
    propose(owner, "名称短一些")
    page = enter(own_site, "releaser", java_script_enabled=False)
    page.goto(PAGE)
    expect(page.get_by_text("名称：“调查核实” → “调查”")).to_be_visible()
    page.get_by_role("button", name="批准并部署").click()
    expect(page.get_by_text("已批准并部署，现在是第 2 版。")).to_be_visible()
    expect(page.locator("#outline")).to_contain_text("调查")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looks(
    site: Site, enter: Enter, shoot: Shoot, axe_findings: Callable[[Page], list[str]], scheme: str
) -> None:
    page = enter(site, "owner", color_scheme=scheme)
    open_diagram(page, "/diagrams/jingan.application")
    choose(page, "check-materials")
    page.get_by_role("button", name="接在后面").click()
    fill(page, "表单", "jingan.nowhere")
    check(page)
    shoot(page, f"diagram-{scheme}")
    assert axe_findings(page) == []
