"""A process owner changes a diagram without knowing the notation; somebody else approves; the next version stands."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.drawing import PATIENCE, Enter, check, choose, drawn, fill, open_diagram, propose, save
from tests.e2e.judging import judge
from tests.e2e.serving import Site
from tests.e2e.watch import Watch


def test_a_step_is_added_checked_approved_and_deployed(own_site: Site, enter: Enter) -> None:
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
    expect(releaser.get_by_text("已批准并部署，现在是第 2 版。")).to_be_visible(timeout=PATIENCE)
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
