"""The owner of a rule: its numbers and readings, a change from draft to check to proposal, and the second person's yes.

Drawing wants a desk; on a telephone one reads, follows a link to the clause, compares and approves.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.arranging import case_of
from tests.e2e.drawing import check, choose, fill, open_diagram, propose, save
from tests.e2e.reading import lines
from tests.e2e.walking import PATIENCE, Walk

Walker = Callable[..., Walk]
REASON = "第三十二条：名称与条文一致"


def read_rule(walk: Walk) -> None:
    """What the rule says in numbers, what it leaves to the office, and how unclear articles are read."""
    walk.to("办法和数字")
    assert lines(walk.page.locator("table a.t1")) == ["静安区政府质量奖"]
    walk.stop("rules")
    walk.follow("静安区政府质量奖")
    numbers = walk.page.get_by_role("region", name="数字")
    kept = numbers.get_by_role("row").filter(has_text="材料保存")
    expect(kept).to_contain_text("10 年")
    expect(kept).to_contain_text("第三十九条")
    quorum = numbers.get_by_role("row").filter(has_text="审定委员会开会的法定人数")
    expect(quorum).to_contain_text("还没有定")
    expect(quorum).to_contain_text("办法没有规定，由办公室定")
    readings = walk.page.get_by_role("region", name="条文的读法")
    expect(readings.get_by_role("row").filter(has_text="AMB-14")).to_contain_text("不自动销毁")
    walk.stop("rule")
    walk.follow("条文摘要")
    walk.heading("上海市静安区政府质量奖管理办法")
    walk.stop("articles")
    walk.page.go_back()
    walk.follow("流程图")
    walk.heading("流程图")


def open_by_word(walk: Walk, name: str) -> None:
    walk.to("流程图")
    walk.follow(name)
    expect(walk.page.locator("[data-modeler]")).to_have_attribute("data-ready", "true", timeout=PATIENCE)


def draw(walk: Walk) -> None:
    """A fault is found by the check before anybody is asked to approve."""
    page = walk.page
    choose(page, "investigate")
    fill(page, "名称", "调查核实情况")
    fill(page, "表单", "jingan.nowhere")
    check(page)
    walk.told("找不到表单“jingan.nowhere”")
    walk.stop("checked")
    fill(page, "表单", "jingan.investigation")
    check(page)
    walk.told("没有发现问题。")
    save(page)
    walk.stop("draft")


def approve(walk: Walk) -> None:
    """The second person compares, and says yes; who drew cannot."""
    open_by_word(walk, "异议处理")
    assert lines(walk.page.locator(".diff li")) == [
        "改动 调查核实情况（用户任务） 名称：“调查核实” → “调查核实情况”"
    ]
    walk.stop("comparing")
    walk.press("批准并部署")
    expect(walk.page.get_by_text("已批准并部署，现在是第 2 版。")).to_be_visible(timeout=30_000)
    walk.stop("approved")


def test_a_rule_is_read_and_a_diagram_changed_by_two(walker: Walker) -> None:
    owner, releaser = walker("owner"), walker("releaser")
    read_rule(owner)
    owner.stop("diagrams")
    if owner.wide:
        open_by_word(owner, "异议处理")
        draw(owner)
        propose(owner.page, REASON)
        owner.stop("proposed")
    else:
        open_by_word(owner, "异议处理")
        owner.stop("reading")
        at_a_desk(walker, owner)
    expect(owner.page.get_by_role("button", name="批准并部署")).to_have_count(0)
    approve(releaser)
    owner.to("流程图")
    row = owner.page.locator("tr", has_text="jingan.objection")
    expect(row).to_contain_text("第 2 版")
    expect(row).to_contain_text("流程批准人")
    never(owner)


def at_a_desk(walker: Walker, owner: Walk) -> None:
    """The same owner draws at a desk; the telephone then shows what was put forward."""
    desk = walker("owner")
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    open_diagram(desk.page)
    choose(desk.page, "investigate")
    fill(desk.page, "名称", "调查核实情况")
    propose(desk.page, REASON)
    open_by_word(owner, "异议处理")
    owner.told(REASON)
    owner.stop("proposed")


def never(walk: Walk) -> None:
    """Who makes the rules decides no case and sees none; nor does another award's owner draw here."""
    case = case_of(walk.site, "applicant7")
    walk.to("案件")
    assert lines(walk.page.locator("table a.t1")) == []
    closed = [case, f"{case}/file.pdf", "/rulebook/hongkou", "/diagrams/hongkou.objection", "/figures"]
    assert {place: walk.status(place) for place in closed} == dict.fromkeys(closed, 404)
