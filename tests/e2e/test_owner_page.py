"""The page of a diagram by itself: keyboard, words, bpmn.io's mark, a telephone, no script, pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.drawing import PAGE, PATIENCE, Enter, check, choose, fill, open_diagram, propose
from tests.e2e.serving import Site
from tests.e2e.watch import Watch

DEPRECATED = "ContextPad#getPad is deprecated"  # bpmn-js's own menu of types says so of itself
Shoot = Callable[[Page, str], None]


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
    watch.allow(DEPRECATED)
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
    expect(page.get_by_text("已批准并部署，现在是第 2 版。")).to_be_visible(timeout=PATIENCE)
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


def test_names_and_steps_are_drawn_with_the_mouse_as_well(site: Site, enter: Enter, watch: Watch) -> None:
    """What is drawn anew is a user task with an id of the house; as another type it drops what that does not know."""
    watch.allow(DEPRECATED)
    page = enter(site, "owner")
    open_diagram(page)
    choose(page, "investigate")
    page.locator('.djs-element[data-element-id="investigate"] .djs-hit').first.dblclick()
    page.locator(".djs-direct-editing-content").fill("调查")
    page.get_by_role("heading", name="属性").click()
    expect(page.get_by_label("名称", exact=True)).to_have_value("调查")
    page.locator('[data-action="append.append-task"]').click()
    chosen = page.get_by_label("环节", exact=True)
    expect(chosen.locator("option:checked")).to_have_text("step-1（用户任务）")
    assert "zeebe:userTask" in step(page)
    page.keyboard.press("Escape")
    choose(page, "step-1")
    page.locator('[data-action="replace"]').click()
    page.locator('.djs-popup [data-id="replace-with-service-task"]').click()
    expect(chosen.locator("option:checked")).to_have_text("step-1（服务任务）")
    assert "zeebe:userTask" not in step(page)
    page.get_by_role("button", name="撤销").click()
    assert "zeebe:userTask" in step(page)


def step(page: Page) -> str:
    """What the file would say of the new step."""
    with page.expect_download() as kept:
        page.get_by_role("link", name="下载").click()
    text = Path(kept.value.path()).read_text(encoding="utf-8")
    return text[text.index('id="step-1"') :].partition("Task>")[0]
