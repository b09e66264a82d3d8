"""An applicant's whole way, by visible words only: guide, self-check, registering, filing, correction, feedback."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect
from sqlalchemy import select

from engine.actor import Actor
from engine.bpmn.modification import CancelToken, Instruction, StartBefore
from engine.commands import interventions, tasks
from engine.models import instance, user_task
from engine.runtime import peek
from tests.e2e import walking
from tests.e2e.arranging import let_pass, open_when
from web.demo import answers

NAME, CODE, SECRET = "示例绿色建材有限公司", "91310106DEMEX00012", "一句自己记得住的话就好"
PDF = b"%PDF-1.7\n an invented paper"
REVIEWER = Actor("reviewer1", frozenset({"jingan.review-group"}))
CLERK = Actor("office", frozenset({"jingan.office-clerk"}))
ADMIN = Actor("admin", admin=True)
FEEDBACK = "建议把顾客满意度按年列出，并与同行业比较（示例）。"


class Walk:
    """An applicant's browser, and what the office does in between."""

    def __init__(self, browser: walking.Walk) -> None:
        self.browser, self.page, self.site = browser, browser.page, browser.site
        self.stop, self.told, self.to, self.choose = browser.stop, browser.told, browser.to, browser.choose

    def link(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def open(self) -> None:
        """The case, from the list of one's own."""
        self.page.get_by_role("main").get_by_role("link", name=NAME, exact=True).click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def attach(self, label: str, name: str) -> None:
        """Choose a file; without the script that sends it at once, the button does."""
        self.page.wait_for_load_state()
        field = self.page.locator(".field", has=self.page.locator("input[type=file]")).filter(has_text=label)
        box = field.first
        content: Any = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
        box.locator("input[type=file]").set_input_files(content)
        button = box.get_by_role("button", name="上传")
        if button.is_visible():
            with self.page.expect_navigation():
                button.click()
        expect(self.page.locator(".field").filter(has_text=label).get_by_text(name).first).to_be_visible()
        self.page.wait_for_load_state("networkidle")  # its draft follows by itself

    def case(self) -> int:
        """The newest case of whoever registered in this walk."""
        query = select(instance.c.id).where(instance.c.owner.startswith("sb"), instance.c.parent_id.is_(None))
        with self.site.engine.database.reading() as connection:
            return int(max(connection.execute(query).scalars()))

    def others_do(self, element: str, by: Actor, **values: Any) -> None:
        """Somebody of the office does the open task of an element."""
        wanted = (user_task.c.root_id == self.case(), user_task.c.status == "open")
        query = select(user_task.c.id).where(*wanted, user_task.c.element == element)
        with self.site.engine.database.reading() as connection:
            task = connection.execute(query).scalar_one()
        tasks.complete(self.site.engine, task, values, by)

    def not_selected(self) -> None:
        """What the rounds of review between would come to: the case stands before its feedback."""
        pe, root = self.site.engine, self.case()
        with pe.database.reading() as connection:
            waits = [w for w in peek(pe, connection, root).waiting() if w.element == "check-materials"]
        moved: list[Instruction] = [CancelToken(wait.token) for wait in waits]
        moved.append(StartBefore("feedback-report"))
        interventions.modify(pe, root, moved, "演练：未入围", ADMIN)


def test_an_applicant_walks_from_the_guide_to_the_feedback(walker: Callable[..., walking.Walk]) -> None:
    walk = Walk(walker())
    page = walk.page
    page.goto("/sign-in")
    walk.link("申报指南")
    expect(page.get_by_role("heading", level=1)).to_have_text("申报指南")
    walk.stop("guides")
    page.get_by_role("link", name=re.compile("看指南.*静安区政府质量奖")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("静安区政府质量奖 申报指南")
    expect(page.get_by_text("10月18日 周日 24:00 止").first).to_be_visible()
    walk.stop("guide")
    self_check(walk)

    page.goto("/sign-in")
    walk.link("登记账户")
    register(walk)
    apply(walk)
    post_notice(walk)
    submit(walk)
    receipt(walk)
    correct(walk)
    feedback(walk)


def self_check(walk: Walk) -> None:
    page = walk.page
    walk.link("自查条件")
    walk.press("自查")
    expect(page.get_by_role("heading", name=re.compile("^还不能自查"))).to_be_visible()
    walk.stop("check-errors")
    walk.choose("奖项", "静安质量金奖")
    walk.choose("类别", "先进质量管理模式（组织）")
    page.get_by_label("登记注册地").select_option("静安区")
    page.get_by_label("开始生产经营日期").fill("2024-05-01")
    page.get_by_label("在本区登记注册日期").fill("2024-05-01")
    page.get_by_label("已实施首席质量官制度").check()
    walk.choose("本年度是否申报市级政府质量奖", "没有")
    walk.press("自查")
    expect(page.get_by_text("经营未满 3 年")).to_be_visible()
    expect(page.get_by_text("最早可以申报的日期：2027年5月2日 周日")).to_be_visible()
    walk.stop("check")


def register(walk: Walk) -> None:
    page = walk.page
    walk.press("登记")
    expect(page.get_by_role("heading", name=re.compile("^未能提交"))).to_be_visible()
    walk.stop("register-errors")
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("邮箱").fill("office@unit.example")
    page.get_by_label("统一社会信用代码").fill(CODE)
    page.get_by_label("联系人").fill("质量管理部 021-00000000")
    page.get_by_label("密码", exact=True).fill(SECRET)
    page.get_by_label("再填一次密码").fill(SECRET)
    walk.stop("register")
    walk.press("登记")
    expect(page.get_by_text(re.compile("您的账户名是 sb[0-9]{8}，请记下来"))).to_be_visible()
    walk.stop("account")


def apply(walk: Walk) -> None:
    page = walk.page
    walk.to("申报")
    page.get_by_label(re.compile("第2届（2026年）")).check()
    expect(page.get_by_label("申报人名称")).to_have_value(NAME)
    expect(page.get_by_label("统一社会信用代码或身份证号")).to_have_value(CODE)
    walk.stop("apply")
    walk.press("开始申报")
    expect(page.get_by_role("heading", name="要您办：张贴内部公示")).to_be_visible()
    walk.stop("case-begun")


def post_notice(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name=re.compile("^去办理")).click()
    page.get_by_label("张贴日期").fill("2026-09-28")
    page.get_by_label("公告栏").check()
    page.get_by_label("张贴地点或网址").fill("一楼公告栏")
    walk.attach("公示稿", "公示稿.pdf")
    walk.stop("internal-notice")
    walk.press("办结")
    expect(page.get_by_text(re.compile("^已办结。"))).to_be_visible()
    walk.to("我的案件")
    walk.open()
    expect(
        page.get_by_text("正在办理，到 10月10日 周六")
    ).to_be_visible()  # five working days round the holiday
    walk.stop("case-waiting")


def submit(walk: Walk) -> None:
    page = walk.page
    let_pass(walk.site, "2026-10-12T09:00:00")
    open_when(page, f"/my/{walk.case()}", "要您办：提交申报材料")
    page.get_by_role("link", name=re.compile("^去办理")).click()
    walk.press("办结")
    expect(page.get_by_role("heading", name=re.compile("^未能提交"))).to_be_visible()
    walk.stop("submission-errors")
    walk.choose("奖项", "静安质量金奖")
    walk.choose("类别", "先进质量管理模式（组织）")
    walk.choose("公示结果", "无异议")
    page.get_by_label("统一社会信用代码").fill(CODE)
    page.get_by_label("登记注册地").select_option("静安区")
    page.get_by_label("开始生产经营日期").fill("2011-04-18")
    page.get_by_label("在本区登记注册日期").fill("2011-04-18")
    walk.choose("近 5 年有没有亏损", "没有")
    walk.choose("本年度是否申报市级政府质量奖", "没有")
    page.get_by_label("质量管理模式或成果摘要").fill("以顾客反馈驱动的过程改进（示例）")
    page.get_by_label("申报材料真实，愿意承担相应责任").check()
    walk.attach("公示证明", "内部公示证明.pdf")
    walk.attach("自评报告", "自评报告.pdf")
    walk.stop("submission")
    walk.press("办结")
    expect(page.get_by_text(re.compile("^已办结。"))).to_be_visible()


def receipt(walk: Walk) -> None:
    page = walk.page
    walk.to("我的案件")
    walk.open()
    walk.link("提交申报材料：收件凭证")
    expect(page.get_by_text("2026年10月12日 09:00:00 （北京时间）")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="自评报告.pdf")).to_have_text(re.compile("[0-9a-f]{64}"))
    expect(page.get_by_text("2011年4月18日").or_(page.get_by_text("2011-04-18")).first).to_be_visible()
    walk.stop("receipt")


def correct(walk: Walk) -> None:
    page = walk.page
    let_pass(walk.site, "2026-10-13T09:00:00")
    today = walk.site.engine.now().date()
    walk.others_do("check-materials", REVIEWER, **answers.incomplete(today))
    open_when(page, "/my", "补正材料")
    walk.stop("my-cases")
    walk.open()
    expect(page.get_by_text("内部公示证明缺少张贴照片；首席质量官任命文件未附。")).to_be_visible()
    expect(page.get_by_text("10月20日 周二 24:00").first).to_be_visible()  # five working days after the 13th
    walk.stop("case-correction")
    page.get_by_role("link", name=re.compile("^去办理")).click()
    page.get_by_label("补正说明").fill("张贴照片和任命文件都已附上。")
    walk.attach("补正材料", "补正材料.pdf")
    walk.stop("correction")
    walk.press("办结")
    expect(page.get_by_text(re.compile("^已办结。"))).to_be_visible()


def feedback(walk: Walk) -> None:
    page = walk.page
    walk.not_selected()
    day = walk.site.engine.now().date().isoformat()
    given = {"feedback_text": FEEDBACK, "feedback_channel": "portal", "feedback_delivered_on": day}
    walk.others_do("feedback-report", CLERK, **given)
    walk.to("我的案件")
    walk.open()
    expect(page.get_by_text(FEEDBACK)).to_be_visible()
    expect(page.get_by_role("heading", name="反馈评审报告")).to_be_visible()
    text = page.locator("main").inner_text()
    assert not [name for name in ("评审员甲", "区审定办经办", "reviewer1") if name in text]
    walk.stop("case-feedback")
