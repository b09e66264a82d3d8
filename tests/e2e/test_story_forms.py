"""Forms that forgive: errors lead to their fields, nothing typed is lost, drafts follow the person."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.arranging import case_with, status_of, task_at
from tests.e2e.judging import judge
from tests.e2e.reading import lines, sentences, tasks
from tests.e2e.serving import Site
from tests.e2e.watch import Watch

FINDING = "公开报告的口径不同，两组数据都属实。"


def claimed(page: Page, task: str) -> Page:
    page.goto(task)
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_role("button", name="办结")).to_be_visible()
    page.wait_for_load_state()  # with its scripts
    return page


def investigate(page: Page, finding: str) -> None:
    page.get_by_label("查明的情况和认定意见").fill(finding)
    page.get_by_role("group", name="异议是否属实").get_by_label("不属实").check()
    page.get_by_role("group", name="是否建议取消该案资格").get_by_label("否").check()


def test_errors_lead_to_their_fields_and_nothing_typed_is_lost(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(422)
    page = claimed(enter(own_site, "office"), task_at(own_site, "post-notice"))
    page.get_by_label("张贴日期").fill("2026-09-28")
    page.get_by_label("公示工作日数").fill("3")
    page.get_by_label("微信公众号").check()
    page.get_by_label("网址").fill(" ")
    with page.expect_response("**/complete") as answered:
        page.get_by_role("button", name="办结").click()
    assert answered.value.status == 422

    summary = page.locator(".errsum")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("未能提交：有 3 处需要更正")
    fields = ["公示工作日数", "网址", "公示稿写明了异议渠道和处理流程"]
    for entry, label in zip(summary.get_by_role("link").all(), fields, strict=True):
        entry.click()
        expect(page.get_by_label(label)).to_be_focused()
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    judge(page, "task-errors")
    expect(page.get_by_label("张贴日期")).to_have_value("2026-09-28")
    expect(page.get_by_label("公示工作日数")).to_have_value("3")
    expect(page.get_by_label("微信公众号")).to_be_checked()

    page.get_by_label("公示工作日数").fill("6")
    expect(summary.get_by_role("heading")).to_have_text("还有 2 处需要更正")
    expect(page.get_by_label("公示工作日数")).to_be_focused()
    page.get_by_label("网址").fill("https://example.invalid/notice/7")
    expect(summary.get_by_role("link")).to_have_count(1)
    summary.get_by_role("link").click()
    expect(page.get_by_label(fields[2])).to_be_focused()
    page.get_by_label(fields[2]).check()
    expect(summary).to_have_count(0)
    expect(page.get_by_label(fields[2])).to_be_focused()
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()


def test_a_task_completed_meanwhile_elsewhere_says_so_and_keeps_what_was_typed(
    own_site: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    watch.allow(409)
    task = task_at(own_site, "investigate")
    late, early = claimed(enter(own_site, "office"), task), enter(own_site, "office")
    investigate(late, "迟到的意见")
    expect(late.locator("#draft-state")).to_contain_text("已保存")
    early.goto(task)
    investigate(early, FINDING)
    early.get_by_role("button", name="办结").click()
    expect(early.get_by_text("已办结。本案现在没有需要您办理的事。")).to_be_visible()

    with late.expect_response("**/complete") as answered:
        late.get_by_role("button", name="办结").click()
    assert answered.value.status == 409
    expect(late.locator(".errsum")).to_contain_text("“调查核实”已经办结，这次提交没有生效，案件不受影响。")
    expect(late.get_by_text("迟到的意见")).to_be_visible()
    judge(late, "task-conflict")
    assert status_of(own_site, task) == "completed"
    early.goto(task)
    expect(early.get_by_label("查明的情况和认定意见")).to_have_value(FINDING)
    early.goto(case_with(own_site, "jingan.objection"))
    assert sentences(early) == []


def test_parts_of_a_form_follow_from_an_answer(own_site: Site, enter: Callable[..., Page]) -> None:
    page = claimed(enter(own_site, "reviewer1"), task_at(own_site, "check-materials"))
    result = page.get_by_role("group", name="审查结论")
    expect(page.get_by_role("heading", name="二、基本条件")).to_be_visible()
    page.get_by_label("自评报告").check()
    result.get_by_label("需补正").check()
    expect(page.get_by_label("需补正的全部事项")).to_be_visible()
    expect(page.get_by_role("heading", name="二、基本条件")).to_be_hidden()
    expect(page.get_by_label("自评报告")).to_be_checked()
    expect(result.get_by_label("需补正")).to_be_focused()
    result.get_by_label("齐全", exact=True).check()
    expect(page.get_by_label("需补正的全部事项")).to_be_hidden()
    expect(page.get_by_role("heading", name="二、基本条件")).to_be_visible()


def test_a_draft_is_kept_while_typing_and_waits_in_another_browser(
    own_site: Site, enter: Callable[..., Page]
) -> None:
    task = task_at(own_site, "correct-materials", "applicant4")
    page = enter(own_site, "applicant4")
    page.goto(task)
    page.get_by_label("补正说明").fill("已补张贴照片（示例）")
    expect(page.locator("#draft-state")).to_have_text("草稿 今天 14:30 已保存")
    elsewhere = enter(own_site, "applicant4")
    elsewhere.goto(task)
    expect(elsewhere.get_by_label("补正说明")).to_have_value("已补张贴照片（示例）")
    elsewhere.goto("/tasks")
    assert tasks(elsewhere) == ["补正材料"]
    assert lines(elsewhere.locator("td.when")) == ["9月29日 周二 还剩 1 个工作日"]
