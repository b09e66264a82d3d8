"""The third-party evaluator: a cycle in numbers, a report that is returned once and accepted; no case, nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, case_with
from tests.e2e.reading import lines, tasks
from tests.e2e.walking import Walk

CYCLE = "静质奖届〔2026〕1号"
REPORT: Any = {
    "name": "评估报告.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n an invented report",
}
Walker = Callable[..., Walk]


def look(walk: Walk) -> None:
    """Numbers of the cycle: eight applied; no link, no applicant, no number of a case."""
    walk.to("汇总资料")
    walk.heading("汇总资料")
    expect(walk.page.get_by_role("row", name="申报").first).to_contain_text("8")
    expect(walk.page.get_by_role("img", name="本届走到各步的件数")).to_be_visible()
    assert walk.page.locator("main table a").count() == 0
    walk.untold("有限公司", "服务中心", "静质奖申", "评审员甲", "评审员乙", "区审定办经办")
    walk.stop("numbers")


def report(walk: Walk, conclusion: str) -> None:
    """The report is handed in; its file goes up by itself or by the button beside it."""
    box = walk.page.locator(".field", has=walk.page.locator("input[type=file]")).first
    box.locator("input[type=file]").set_input_files(REPORT)
    expect(walk.page.get_by_text("评估报告.pdf").first).to_be_visible()
    walk.page.wait_for_load_state("networkidle")
    walk.fill(主要结论=conclusion)
    walk.stop("report")
    walk.complete()


def accept(walk: Walk, option: str, note: str) -> None:
    """The office reads the conclusions and accepts or returns them."""
    walk.claim("验收评估报告", CYCLE)
    walk.told("示例评估咨询有限公司")
    walk.choose("验收", option)
    walk.fill(意见和改进措施=note)
    walk.stop("acceptance" if option.startswith("通过") else "return")
    walk.complete()


def sees_no_case(walk: Walk) -> None:
    """Its own commission and no other case; no file of an applicant, no figures of the office."""
    walk.to("案件")
    walk.told("共 1 项")
    assert lines(walk.page.locator("table a.t1")) == [f"{CYCLE}：第三方评估"]
    walk.stop("cases")
    cases = [case_of(walk.site, owner) for owner in ("applicant1", "applicant2")]
    cycle = case_with(walk.site, "jingan.cycle")
    for address in (*cases, cycle, "/figures", "/committee", "/figures/evaluated?scheme=hongkou"):
        assert walk.status(address) == 404, address


def test_a_report_is_returned_once_and_accepted(walker: Walker) -> None:
    evaluator = walker("evaluator")
    evaluator.stop("inbox")
    look(evaluator)
    evaluator.claim("提交评估报告", CYCLE)
    evaluator.refused(2)
    evaluator.stop("report-faults")
    report(evaluator, "组织规范，公示及时（示例）")
    sees_no_case(evaluator)

    office = walker("office")
    accept(office, "退回修改", "请补充获奖者访谈（示例）")
    evaluator.claim("提交评估报告", CYCLE)
    evaluator.told("退回的意见：请补充获奖者访谈（示例）")
    report(evaluator, "组织规范，公示及时；获奖者访谈见第三章（示例）")
    accept(office, "通过，归档", "改进建议列入下一届（示例）")
    evaluator.to("待办")
    evaluator.view("我已办结")
    assert tasks(evaluator.page) == ["提交评估报告", "提交评估报告"]
    evaluator.stop("done")
    evaluator.leave()
