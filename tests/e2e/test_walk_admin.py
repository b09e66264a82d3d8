"""The administrator: a failure tried again, a timer moved, a year entered by two, accounts; and no reading in secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, let_pass, open_when
from tests.e2e.reading import lines, sentences, story
from tests.e2e.test_story_calendar import REST, WORK, type_days
from tests.e2e.test_story_incidents import (
    post_notice_at_the_end_of_the_year,
    without_a_clerk_for_held_dates,
    without_reports_of_winners,
)
from tests.e2e.walking import Walk
from tests.e2e.watch import Watch

Walker = Callable[..., Walk]
NOTICED, CORRECTING = "示例数字装备有限公司", "示例餐饮管理有限公司"
FIRST = "三只白鹭在水边慢慢走"


def read_why(walk: Walk) -> None:
    """What failed stands in the list with its case, its step and why; trying again does not hide what is not cured."""
    open_when(walk.page, "/incidents", NOTICED)
    walk.told("放假安排尚未录入")
    walk.stop("incidents")
    walk.press("重试")
    walk.told("已重新排队；仍不成功，会再次列在这里。")
    open_when(walk.page, "/incidents", NOTICED)


def enter_year(walk: Walk, second: Walk) -> None:
    """Nobody confirms what they entered; with the year known, what was held is tried again and goes on."""
    page = walk.page
    page.get_by_role("contentinfo").get_by_role("link", name="国务院办公厅公布的节假日安排").click()
    page.get_by_role("link", name="2027", exact=True).click()
    walk.told("2027 年的放假安排还没有录入")
    walk.stop("calendar-year")
    walk.follow("录入放假安排")
    page.get_by_label("通知标题").fill("虚构的 2027 年放假安排（仅供测试）")
    type_days(page, REST, WORK)
    walk.press("录入")
    walk.told("同一个人不能录两遍")
    walk.stop("calendar-entered")
    second.page.goto(page.url)
    type_days(second.page, REST, WORK)
    second.press("核对两次录入")
    expect(second.page.get_by_role("heading", name="发布后会变的日期")).to_be_visible()
    second.stop("calendar-confirmed")
    second.press("发布，立即生效")
    second.told("已发布，即刻生效")


def test_what_is_stuck_goes_on(walker: Walker) -> None:
    walk, second = walker("admin"), walker("lead")
    site = walk.site
    without_a_clerk_for_held_dates(site)
    without_reports_of_winners(site)
    walk.to("故障")
    walk.told("没有未解决的故障。")
    walk.stop("no-incidents")
    post_notice_at_the_end_of_the_year(site)
    let_pass(site, "2027-01-20T09:00:00")
    read_why(walk)
    enter_year(walk, second)
    open_when(walk.page, case_of(site, "applicant7"), "指派评审员")
    assert sentences(walk.page) == ["指派评审员等区审定办经办认领。"]
    walk.to("故障")
    walk.told("没有未解决的故障。")


def test_a_timer_is_moved_with_a_reason(walker: Walker, watch: Watch) -> None:
    """A period that was told to others grows longer, never shorter; the story keeps who moved it and why."""
    watch.allow(409)
    walk = walker("admin")
    page = walk.page
    walk.to("案件")
    page.get_by_label("查找案件").fill("示例医疗器械")
    page.get_by_label("奖项").select_option(label="静安区政府质量奖")
    walk.press("筛选")
    walk.stop("cases")
    walk.follow("示例医疗器械有限公司")
    before = sentences(page)
    timer(walk, "2026-09-29T00:00", "提前结束（示例）")
    walk.told("不能提前")
    walk.stop("timer-refused")
    page.go_back()
    timer(walk, "2026-10-20T00:00", "系统停机一日，顺延（示例）")
    walk.told("已改期。")
    assert sentences(page) != before
    walk.told("您把“公示期满”改期到")
    walk.told("系统停机一日，顺延（示例）")
    walk.stop("timer-moved")


def timer(walk: Walk, to: str, reason: str) -> None:
    page = walk.page
    box = page.get_by_role("region", name="管理本案").locator("details", has_text="公示期满")
    box.locator("summary").click()
    box.get_by_label("改到（北京时间）").fill(to)
    box.get_by_label("理由").fill(reason)
    walk.stop("timer")
    box.get_by_role("button", name="改期").click()


def test_reading_leaves_its_trace_in_the_case(walker: Walker) -> None:
    walk, office = walker("admin"), walker("office")
    case = case_of(walk.site, "applicant4")
    walk.to("案件")
    walk.follow(CORRECTING)
    walk.heading(CORRECTING)
    walk.page.reload()  # the same look again is not told twice
    walk.follow("打开任务")
    walk.stop("task")
    office.page.goto(case)
    told = story(office.page)
    assert told[:2] == ["系统管理员以管理员身份查阅了本案"] * 2
    expect(office.page.locator(".tl")).to_contain_text("任务“补正材料”的内容")
    expect(office.page.locator(".tl")).to_contain_text("案件的内容")
    assert sum("查阅" in one for one in told) == 2
    office.stop("trace")
    # Those of the office are told nothing of themselves: reading is what they are there for.
    office.page.reload()
    assert story(office.page) == told


def test_accounts_are_made_changed_and_shut(walker: Walker) -> None:
    walk, new = walker("admin"), walker()
    page = walk.page
    walk.to("账户")
    walk.stop("accounts")
    walk.follow("新建账户")
    walk.press("建立账户")
    walk.told("未能提交：有 3 处需要更正")
    walk.stop("account-faults")
    page.get_by_label("账户名").fill("archive2")
    page.get_by_label("名称", exact=True).fill("档案管理（二）")
    page.get_by_label("初始密码").fill(FIRST)
    walk.choose("静安区政府质量奖", "档案管理")
    walk.press("建立账户")
    walk.told("已建立账户 archive2。")
    walk.stop("account")
    new.page.goto("/sign-in")
    new.fill(账户名="archive2", 密码=FIRST)
    new.press("登录")
    new.heading("我的待办")
    new.view("组内待认领")
    assert lines(new.page.locator("table.list .t1")) == ["核对暂缓事由"]

    page.get_by_role("group", name="静安区政府质量奖").get_by_label("档案管理").uncheck()
    walk.choose("静安区政府质量奖", "区市场监管局跟踪")
    walk.press("保存")
    walk.told("已保存，下一次打开页面就生效。")
    new.page.reload()
    assert lines(new.page.locator("table.list .t1")) == ["走访"]
    walk.press("停用")
    walk.told("已停用，这个账户在各处都已退出。")
    walk.stop("account-shut")
    new.page.goto("/tasks")
    new.heading("登录桂冠")
    never(walk)


def never(walk: Walk) -> None:
    """Who gives out roles has none: not by their own hand, and tasks of others stay theirs."""
    page = walk.page
    walk.to("账户")
    page.get_by_label("查找账户").fill("admin")
    walk.press("筛选")
    walk.follow("系统管理员")
    walk.told("这是您自己的账户。")
    expect(page.get_by_role("button", name="保存")).to_have_count(0)
    walk.stop("own-account")
    token = page.locator("input[name=csrf_token]").first.input_value()
    given: dict[str, Any] = {
        "csrf_token": token,
        "display_name": "系统管理员",
        "groups": "jingan.office-lead",
    }
    assert page.request.post("/accounts/admin", form=given).status == 409
