"""Departments that are consulted: whoever holds the letter may verify it; what they reply comes back to who decides."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, case_with
from tests.e2e.walking import Walk

FIRM = "示例物业服务有限公司"  # its papers are checked; the office's lead is to decide
DEPARTMENTS = ("示例生态环境局", "示例应急管理局")
OPINION = "去年有一次责令改正，已改正（示例）"
SUMMARY = "一个部门同意，一个部门提示一次责令改正（示例）"
CYCLE = "第1届（2026年）"
LETTER = "虹口区奖函〔2026〕001号"
Walker = Callable[..., Walk]


def consult(walk: Walk) -> None:
    """The lead asks in writing before deciding; which departments, must be said."""
    page = walk.page
    walk.claim("作出审查结论", FIRM)
    walk.choose("审查结论", "先书面征求部门意见")
    expect(page.get_by_label("征求哪些部门")).to_be_visible()
    walk.refused(2)
    walk.stop("asked-faults")
    walk.fill(理由="指标情况不明（示例）", 征求哪些部门="、".join(DEPARTMENTS))
    walk.stop("asked")
    walk.complete()


def enter_replies(walk: Walk) -> None:
    """The clerk enters when the letters went out and what came back, a row for each department."""
    page = walk.page
    walk.claim("征求部门意见", FIRM)
    walk.told(f"征求：{'、'.join(DEPARTMENTS)}")
    walk.fill(发函日期="2026-09-14", 回函期限="2026-09-25")
    walk.press("加一行")
    rows = page.get_by_role("group", name="第 ")
    expect(rows).to_have_count(2)
    said = (("同意", ""), ("有意见", OPINION))
    for row, department, (opinion, content) in zip(rows.all(), DEPARTMENTS, said, strict=True):
        row.get_by_label("部门").fill(department)
        row.get_by_label("回函日期").fill("2026-09-24")
        row.get_by_label(opinion, exact=True).check()
        row.get_by_label("内容").fill(content)
    walk.refused(1)
    walk.stop("replies-faults")
    walk.fill(意见汇总=SUMMARY)
    walk.stop("replies")
    walk.complete()


def decide(walk: Walk) -> None:
    """Both replies lie before the lead, with the summary; the case goes on to its notice."""
    walk.claim("作出审查结论", FIRM)
    replies = walk.page.get_by_role("table", name="部门回函")
    for words in ((DEPARTMENTS[0], "同意"), (DEPARTMENTS[1], "有意见", OPINION)):
        for word in words:
            expect(replies.get_by_role("row").filter(has_text=words[0])).to_contain_text(word)
    walk.told(SUMMARY)
    walk.stop("replied")
    walk.page.get_by_label("通过，向社会公示").check()
    walk.fill(理由="部门提示的事项已经改正（示例）")
    walk.complete()


def test_replies_come_back_to_who_decides(walker: Walker) -> None:
    lead, clerk = walker("lead"), walker("office")
    consult(lead)
    enter_replies(clerk)
    decide(lead)
    clerk.claim("张贴公示", FIRM)
    applicant = walker("applicant8")
    applicant.page.goto(case_of(applicant.site, "applicant8"))
    applicant.heading(FIRM)
    applicant.untold(OPINION, SUMMARY, *DEPARTMENTS)  # what departments say is the office's
    applicant.stop("applicant-s-case")


def test_a_department_verifies_the_letter_it_was_sent(walker: Walker) -> None:
    """The letters of Hongkou's mandatory consultation lie with the cycle; the department has no account."""
    clerk = walker("hk-office")
    clerk.to("评选周期")
    clerk.stop("cycles")
    clerk.page.get_by_role("link", name=CYCLE).first.click()
    clerk.follow("周期走到哪里")
    clerk.told(LETTER)
    clerk.stop("letters")
    department = walker()
    department.page.goto("/")
    if not department.wide:
        department.page.get_by_role("link", name="菜单").click()
        department.page.wait_for_url("**/menu*")
        department.page.wait_for_load_state()  # with the style that hides the bar's own words
    department.page.get_by_role("link", name="证书查验").locator("visible=true").first.click()
    department.page.get_by_label("证书或文件的编号").fill(LETTER)
    department.press("查询")
    department.told("真实有效")
    expect(department.page.get_by_text("征求意见函")).to_be_visible()
    department.untold("示例医疗器械有限公司", "示例计量师")  # who is on the list, only the paper says
    department.stop("verified")
    assert department.status(case_with(department.site, "hongkou.cycle"), max_redirects=0) == 302
