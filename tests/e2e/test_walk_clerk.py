"""The office's day in the inbox, by visible words, at a desk and on a telephone; and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.reading import lines, tasks
from tests.e2e.serving import Site
from tests.e2e.walking import Walk
from tests.e2e.watch import Watch


def test_a_lead_s_day(walker: Callable[..., Walk]) -> None:
    walk = walker("lead")
    page = walk.page
    walk.heading("我的待办")
    walk.stop("mine-empty")
    _filter_and_keep(walk)
    _claim_and_follow_up(walk)
    _many_at_once(walk)
    _hand_over(walk)
    _be_away(walk)
    _complete(walk)
    walk.leave()
    walk.enter("office2")
    walk.view("替人办理")
    walk.told("您正代 区审定办负责人 办理")
    assert "作出审查结论" not in tasks(page)
    walk.stop("stand")
    walk.leave()


def _filter_and_keep(walk: Walk) -> None:
    page = walk.page
    walk.view("组内待认领")
    assert sorted(tasks(page)) == ["作出审查结论", "张贴公示", "调查核实", "选聘评审专家"]
    walk.stop("group")
    page.get_by_label("在列表中查找").fill("数字装备")
    walk.press("筛选")
    assert tasks(page) == ["张贴公示"]
    page.get_by_text("存为视图").click()
    page.get_by_label("视图名称").fill("数字装备的事")
    walk.stop("keep")
    walk.press("存下")
    walk.told("视图已存下")
    expect(page.get_by_role("heading", level=1)).to_have_text("数字装备的事")
    page.get_by_text("存为视图", exact=True).click()
    walk.follow("改名、共享、删除视图")
    page.get_by_label("给谁看").select_option("区审定办经办")
    walk.press("保存")
    walk.told("给区审定办经办看")
    walk.stop("views")


def _claim_and_follow_up(walk: Walk) -> None:
    page = walk.page
    page.goto("/tasks")
    walk.view("组内待认领")
    walk.press("“张贴公示”静质奖申〔2026〕004号 认领")
    walk.told("已认领")
    walk.view("我的待办")
    assert tasks(page) == ["张贴公示"]
    page.get_by_role("link", name="转办与跟进").first.click()
    walk.stop("hand")
    walk.press("定下")
    walk.told("请填写跟进日期")
    walk.stop("hand-422")
    page.get_by_label("从哪天起再看").fill("2026-10-08")
    walk.press("定下")
    walk.told("另有 1 项定了跟进日期")
    assert tasks(page) == []
    walk.follow("看这 1 项")
    assert tasks(page) == ["张贴公示"]
    assert lines(page.locator(".follow")) == ["10月8日 周四起再看"]
    walk.stop("later")


def _many_at_once(walk: Walk) -> None:
    page = walk.page
    walk.view("组内待认领")
    for task in ("调查核实", "选聘评审专家"):
        page.get_by_role("checkbox", name=task).check()
    walk.told("已选 2 项")
    walk.told("不是同一环节，不能一并办结")
    expect(page.get_by_role("button", name="批量办结…")).to_be_disabled()
    page.get_by_role("checkbox", name="选聘评审专家").uncheck()
    walk.told("同属“调查核实”，可一并办结")
    walk.stop("bulk")
    page.get_by_role("checkbox", name="选聘评审专家").check()
    walk.press("认领…")
    walk.told("将要认领的 2 项")
    walk.stop("bulk-preview")
    walk.press("认领这 2 项")
    walk.told("办成 2 项，没有办成 0 项")
    walk.stop("bulk-results")
    walk.follow("去我的待办")
    assert sorted(tasks(page)) == ["调查核实", "选聘评审专家"]
    page.get_by_role("checkbox", name="调查核实").check()
    walk.press("批量办结…")
    walk.stop("bulk-complete")
    page.go_back()


def _hand_over(walk: Walk) -> None:
    page = walk.page
    page.goto("/tasks")
    walk.follow("调查核实")
    walk.follow("转办与跟进")
    page.get_by_label("委托给").select_option(label="区审定办经办（区审定办经办）")
    walk.press("委托")
    walk.told("已委托给区审定办经办；交回之后由您过目、办结。")
    walk.follow("转办与跟进")
    walk.stop("delegated")
    walk.press("收回")
    walk.told("已收回")


def _be_away(walk: Walk) -> None:
    page = walk.page
    page.goto("/tasks")
    walk.view("不在岗与代办")
    walk.stop("absences-empty")
    walk.press("安排")
    walk.told("没有安排：有 3 处需要更正")
    walk.stop("absences-422")
    page.get_by_label("谁代办").select_option("office2")
    page.get_by_label("第一天").fill("2026-09-28")
    page.get_by_label("最后一天（含）").fill("2026-09-30")
    walk.press("安排")
    walk.told("已安排：区审定办复核 代 区审定办负责人 办理。")
    walk.stop("absences")


def _complete(walk: Walk) -> None:
    page = walk.page
    walk.claim("作出审查结论")
    page.get_by_label("通过，向社会公示").check()
    page.get_by_label("理由").fill("条件符合，材料齐全")
    walk.complete()
    page.goto("/tasks")
    walk.view("我已办结")
    assert tasks(page)[0] == "作出审查结论"  # the newest first
    walk.stop("done")


def test_the_inbox_by_keyboard_alone(own_site: Site, enter: Callable[..., Page]) -> None:
    page = enter(own_site, "lead")
    keyboard = page.keyboard
    page.goto("/tasks?view=group")
    names = tasks(page)
    keyboard.press("?")
    expect(page.get_by_text("下一项，上一项")).to_be_visible()
    keyboard.press("j")
    expect(page.get_by_role("link", name=names[0], exact=True)).to_be_focused()
    keyboard.press("x")
    keyboard.press("j")
    keyboard.press("x")
    expect(page.get_by_text("已选 2 项")).to_be_visible()
    keyboard.press("b")
    expect(page.get_by_role("button", name="认领…")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("批量认领")
    _tab_to(page, "认领这 2 项")
    keyboard.press("Enter")
    expect(page.get_by_text("办成 2 项，没有办成 0 项")).to_be_visible()
    page.goto("/tasks?view=group")
    keyboard.press("/")
    expect(page.get_by_label("在列表中查找")).to_be_focused()
    keyboard.type("cjx")  # letters like any others while one types
    expect(page.get_by_label("在列表中查找")).to_have_value("cjx")
    page.goto("/tasks?view=group")
    keyboard.press("j")
    keyboard.press("c")
    expect(page.get_by_text("已认领，任务在“我的待办”里。")).to_be_visible()
    page.goto("/tasks")
    first = tasks(page)[0]
    keyboard.press("j")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)


def test_without_script_the_same_is_done_by_links_and_boxes(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(422)
    page = enter(own_site, "lead", java_script_enabled=False)
    page.goto("/tasks?view=group")
    page.get_by_role("button", name="认领…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("没有选中任务")
    page.goto("/tasks?view=group")
    page.get_by_role("checkbox", name="调查核实").check()
    page.get_by_role("button", name="认领…").click()
    page.get_by_role("button", name="认领这 1 项").click()
    expect(page.get_by_text("办成 1 项，没有办成 0 项")).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Go on by the tabulator until a button of this name has the focus."""
    button = page.get_by_role("button", name=name)
    for _step in range(60):
        if button.evaluate("button => button === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tabulator never comes to {name}")
