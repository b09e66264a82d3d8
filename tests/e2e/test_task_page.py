"""The task page in a browser: nothing typed is lost to a dead line, an ended session, a second window or click."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from tests.e2e.arranging import status_of, task_at
from tests.e2e.judging import judge
from tests.e2e.reading import lines, outlined
from tests.e2e.serving import Site
from tests.e2e.test_story_forms import FINDING, claimed, investigate
from tests.e2e.watch import Watch
from web import demo
from web.models import session

OFFLINE = "没有连上服务器。您填写的内容还在这个窗口里，连上后会自动保存。"
EXPIRED = "登录已过期。您填写的内容还在这个窗口里，重新登录后会放回来。"
DONE = "已办结。本案现在没有需要您办理的事。"


def test_a_dead_line_is_told_and_completing_works_when_it_is_back(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED", "Failed to fetch")
    task = task_at(own_site, "investigate")
    page = claimed(enter(own_site, "office"), task)
    page.context.set_offline(True)
    investigate(page, FINDING)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("alert")).to_contain_text(OFFLINE)
    expect(page.get_by_label("查明的情况和认定意见")).to_have_value(FINDING)
    expect(page.get_by_role("button", name="办结")).to_be_enabled()
    judge(page, "task-offline")
    page.context.set_offline(False)  # the browser says so, and the form sends what it has
    expect(page.locator("#draft-state")).to_contain_text("已保存")
    expect(page.get_by_text(OFFLINE)).to_be_hidden()
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text(DONE)).to_be_visible()
    assert status_of(own_site, task) == "completed"


def test_what_was_typed_after_the_session_ended_comes_back(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(401)
    task = task_at(own_site, "investigate")
    page = claimed(enter(own_site, "office"), task)
    end_sessions(own_site)
    investigate(page, FINDING)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("alert")).to_contain_text(EXPIRED)
    judge(page, "task-expired")
    page.get_by_role("link", name="重新登录").click()
    sign_in(page, "office")
    expect(page.get_by_label("查明的情况和认定意见")).to_have_value(FINDING)
    expect(page.locator("#draft-state")).to_contain_text("已保存")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text(DONE)).to_be_visible()


def test_without_script_it_goes_through_the_sign_in_page(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(403)
    task = task_at(own_site, "investigate")
    page = claimed(enter(own_site, "office", java_script_enabled=False), task)
    investigate(page, FINDING)
    end_sessions(own_site)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("登录已过期，还没有提交。")).to_be_visible()
    sign_in(page, "office")
    expect(page.get_by_label("查明的情况和认定意见")).to_have_value(FINDING)
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text(DONE)).to_be_visible()


def test_nobody_else_at_this_computer_gets_what_was_typed(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(401, 404)  # the sign-in page leads back to a task that the other may not see
    page = claimed(enter(own_site, "office"), task_at(own_site, "investigate"))
    end_sessions(own_site)
    investigate(page, FINDING)
    page.get_by_role("button", name="办结").click()
    page.get_by_role("link", name="重新登录").click()
    sign_in(page, "reviewer1")
    page.goto("/tasks")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('laurel:draft:'))") == []


def test_two_windows_are_shown_side_by_side(own_site: Site, enter: Callable[..., Page]) -> None:
    task = task_at(own_site, "investigate")
    first, second = claimed(enter(own_site, "office"), task), enter(own_site, "office")
    second.goto(task)
    investigate(first, "第一个窗口的意见")
    expect(first.locator("#draft-state")).to_contain_text("已保存")
    second.get_by_label("查明的情况和认定意见").fill("第二个窗口的意见")
    expect(second.locator("#draft-state")).to_contain_text(
        "另一个窗口 今天 14:30 存过不同的内容，两份都留着。"
    )
    second.get_by_role("link", name="比较两份").click()
    expect(second.get_by_role("heading", name="两份草稿不一样")).to_be_visible()
    judge(second, "task-two-drafts")
    second.get_by_label("查明的情况和认定意见：第二个窗口的意见").check()
    second.get_by_role("button", name="按选中的合成一份").click()
    expect(second.get_by_label("查明的情况和认定意见")).to_have_value("第二个窗口的意见")
    expect(second.get_by_role("group", name="异议是否属实").get_by_label("不属实")).to_be_checked()


def test_two_clicks_and_the_back_button_complete_once(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(409)
    task = task_at(own_site, "investigate")
    page = claimed(enter(own_site, "office"), task)
    investigate(page, FINDING)
    page.locator(".actbar .pri").evaluate("button => { button.click(); button.click(); }")
    expect(page.get_by_text(DONE)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("办结。下面是当时提交的内容。")).to_be_visible()
    expect(page.get_by_label("查明的情况和认定意见")).to_have_value(FINDING)


def test_parts_and_sums_follow_while_one_types_and_the_cursor_stays(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = claimed(enter(own_site, "office"), task_at(own_site, "post-notice"))
    field = page.get_by_label("网址")
    page.get_by_label("微信公众号").check()
    expect(field).to_be_visible()
    with page.expect_response("**/form"):
        field.press_sequentially("https://example.invalid/a")
    field.press_sequentially("bc")
    expect(field).to_be_focused()
    expect(field).to_have_value("https://example.invalid/abc")


def test_the_diagram_opens_in_the_page_with_this_step_marked(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = claimed(enter(own_site, "office"), task_at(own_site, "investigate"))
    assert page.locator("link[href*='case.css']").count() == 0
    page.get_by_role("link", name="打开，标出这一步").click()
    expect(page.locator("[data-diagram-url]")).to_have_attribute("data-ready", "true")
    assert outlined(page) == ["调查核实"]
    expect(page.locator(".djs-element.here")).to_have_count(1)
    judge(page, "task-diagram")
    page.get_by_role("link", name="大纲").click()
    expect(page.locator(".outline li.here")).to_be_visible()


def test_a_comment_is_written_and_read_by_a_colleague(own_site: Site, enter: Callable[..., Page]) -> None:
    task = task_at(own_site, "investigate")
    page = claimed(enter(own_site, "office"), task)
    page.get_by_label("写一条意见").fill("<b>请</b>补盖审计章 🧾")
    page.get_by_role("button", name="写入").click()
    expect(page.get_by_text("意见已写入本案。")).to_be_visible()
    assert lines(page.locator("ol.talk .pre")) == ["<b>请</b>补盖审计章 🧾"]


def test_a_task_from_the_list_to_the_next_by_keyboard_alone(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    page = claimed(enter(own_site, "office"), task_at(own_site, "investigate"))
    page.goto("/tasks")
    walk_to(page, "调查核实")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="调查核实", exact=True)).to_be_visible()
    walk_to(page, "查明的情况和认定意见")
    page.keyboard.type(FINDING)
    for _ in range(2):  # a group of choices is one stop; an arrow chooses
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
    walk_to(page, "办结")
    page.keyboard.press("Enter")
    expect(page.get_by_text(DONE)).to_be_visible()


def test_on_a_telephone_the_page_is_one_column(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "office", viewport={"width": 390, "height": 844})
    claimed(page, task_at(own_site, "investigate"))
    boxes = page.locator("#form, aside").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().x)"
    )
    assert len(set(boxes)) == 1
    judge(page, "task-narrow")


def test_on_paper_stand_values_and_no_controls(own_site: Site, enter: Callable[..., Page]) -> None:
    page = claimed(enter(own_site, "office"), task_at(own_site, "investigate"))
    investigate(page, FINDING)
    expect(page.locator("#draft-state")).to_contain_text("已保存")
    page.emulate_media(media="print", color_scheme="light")
    expect(page.get_by_text("区审定办经办打印于 2026年9月28日 周一")).to_be_visible()
    for gone in (".actbar", ".bar", "aside form", "#where", ".stepbox"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_label("查明的情况和认定意见")).to_have_css("border-top-width", "0px")
    expect(page.get_by_role("group", name="异议是否属实").get_by_text("属实", exact=True)).to_be_hidden()
    expect(page.get_by_role("group", name="异议是否属实").get_by_text("不属实", exact=True)).to_be_visible()


def walk_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    called = """() => {
      const it = document.activeElement;
      return (it.labels?.[0]?.innerText ?? it.getAttribute('aria-label') ?? it.innerText ?? '').trim();
    }"""
    for _ in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate(called)).startswith(name):
            return
    raise AssertionError(f"no Tab leads to {name}")


def end_sessions(site: Site) -> None:
    with site.engine.database.transaction() as connection:
        connection.execute(delete(session))


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("账户名").fill(name)
    page.get_by_label("密码").fill(demo.PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()
