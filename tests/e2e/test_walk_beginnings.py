"""Beginning by hand, by visible words only: a revocation, an application on paper, a withdrawal, material reopened."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.walking import Walk

CODE = "91310106DEMEX0009T"  # fictitious
FIRM = "示例仪表有限公司"
Walker = Callable[..., Walk]


def test_a_clerk_begins_a_revocation(walker: Walker) -> None:
    walk = walker("office")
    page = walk.page
    walk.to("立案")
    walk.heading("立案")
    walk.stop("list")
    page.get_by_role("link", name="提出撤销奖励…").click()
    walk.heading("提出撤销奖励")
    walk.stop("revocation")
    walk.fill(获奖案件的编号="静质奖申〔2024〕001号", 证书编号="静质奖证〔2024〕001号", 获奖者名称=FIRM)
    walk.press("立案")
    expect(page.get_by_text("未能提交：有 2 处需要更正")).to_be_visible()
    expect(page.get_by_label("证书编号", exact=True)).to_have_value("静质奖证〔2024〕001号")
    walk.stop("revocation-refused")
    page.get_by_role("group", name="类型").get_by_label("组织").check()
    walk.fill(发现的情况="群众来信反映材料不实（示例）")
    walk.press("立案")
    expect(page.get_by_text("已立案，编号 静质奖申〔2024〕001号。要办的事在“待办”里。")).to_be_visible()
    walk.stop("revocation-case")


def test_an_application_on_paper_is_entered_and_marked(walker: Walker) -> None:
    walk = walker("office")
    page = walk.page
    walk.to("立案")
    page.get_by_role("link", name="录入纸质申报…").click()
    walk.heading("录入纸质申报")
    walk.stop("paper")
    page.get_by_role("group", name="申报人是").get_by_label("组织").check()
    walk.fill(申报人名称=FIRM, 统一社会信用代码或身份证号="91310106DEMEX00099", 联系方式="示例路 9 号")
    walk.press("立案")
    expect(page.get_by_text("未能提交")).to_be_visible()
    walk.stop("paper-refused")
    walk.fill(统一社会信用代码或身份证号=CODE)
    walk.press("立案")
    walk.heading(FIRM)
    expect(page.get_by_text("由区审定办经办录入。")).to_be_visible()
    walk.stop("paper-case")
    page.get_by_role("link", name="打开任务").first.click()
    walk.heading("张贴内部公示")
    walk.press("认领")
    expect(page.get_by_role("button", name="办结").first).to_be_visible()


def test_an_applicant_withdraws(walker: Walker) -> None:
    walk = walker("applicant2")
    page = walk.page
    walk.to("我的案件")
    page.get_by_role("main").get_by_role("link", name="示例医疗器械有限公司").first.click()
    page.get_by_role("link", name="撤回申报…").click()
    walk.heading("撤回申报")
    walk.stop("withdrawal")
    walk.press("撤回申报")
    expect(page.get_by_text("未能提交：有 1 处需要更正")).to_be_visible()
    walk.fill(撤回的原因="经营安排调整（示例）")
    walk.press("撤回申报")
    expect(page.get_by_text("已提交，案件已经往下走。")).to_be_visible()
    expect(page.get_by_text("您提交“撤回申报”")).to_be_visible()
    expect(page.get_by_role("link", name="撤回申报…")).to_have_count(0)
    walk.stop("withdrawn")
