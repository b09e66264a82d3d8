"""The year's end without a notice: a clerk is told, two people enter the year, and what was held goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from tests.e2e.arranging import case_of, let_pass, open_when, task_at
from tests.e2e.judging import judge
from tests.e2e.reading import lines, sentences
from tests.e2e.serving import Site
from tests.e2e.test_story_incidents import post_notice_at_the_end_of_the_year
from tests.e2e.watch import Watch
from web.models import account

REST = """\
元旦 2027-01-01 至 2027-01-03
春节 2027-02-05 至 2027-02-11
清明节 2027-04-03 至 2027-04-05
劳动节 2027-05-01 至 2027-05-05
端午节 2027-06-09
中秋节 2027-09-15
国庆节 2027-10-01 至 2027-10-07"""
WORK = "2027-02-13、2027-05-08、2027-09-26、2027-10-09"


@pytest.fixture
def keepers(own_site: Site) -> Site:
    """Two people who enter the calendar."""
    common = {"groups": ["shared.calendar-keeper"], "password_hash": "", "admin": False, "disabled": False}
    names = {"keeper-1": "录入甲", "keeper-2": "录入乙"}
    rows = [{"name": name, "display_name": shown, **common} for name, shown in names.items()]
    with own_site.engine.database.transaction() as connection:
        connection.execute(insert(account), rows)
    return own_site


def type_days(page: Page, rest: str, work: str) -> None:
    page.get_by_label("放假", exact=True).fill(rest)
    page.get_by_label("调休上班", exact=True).fill(work)


def test_a_year_is_entered_by_two_and_lets_a_held_notice_go_on(
    keepers: Site, enter: Callable[..., Page], watch: Watch
) -> None:
    site = keepers
    one, two, office = enter(site, "keeper-1"), enter(site, "keeper-2"), enter(site, "office")
    one.goto("/")
    one.get_by_role("link", name="国务院办公厅公布的节假日安排").click()
    expect(one.get_by_role("heading", name="2026 年年历")).to_be_visible()
    judge(one, "calendar-2026")
    one.get_by_role("link", name="2027", exact=True).click()
    expect(one.get_by_text("2027 年的放假安排还没有录入")).to_be_visible()
    judge(one, "calendar-2027-provisional")

    post_notice_at_the_end_of_the_year(site)
    let_pass(site, "2027-01-20T09:00:00")
    open_when(office, "/tasks?view=group", "核对推定日期")
    office.goto(task_at(site, "look-after-date"))
    expect(office.locator("#form-parts")).to_contain_text("的到期日 2027-01-06 是推定日期")
    judge(office, "task-provisional-date")

    watch.allow(422)
    one.goto("/calendar/enter?year=2027")
    one.get_by_label("年份").fill("2027")
    one.get_by_label("通知标题").fill("虚构的 2027 年放假安排（仅供测试）")
    type_days(one, REST, WORK.replace("2027-05-08", "2027-05-10"))
    one.get_by_role("button", name="录入").click()
    expect(one.locator(".errsum")).to_contain_text("第 1 行：调休上班日 2027-05-10 不是周六或周日")
    judge(one, "calendar-entry-refused")
    type_days(one, REST, WORK)
    one.get_by_role("button", name="录入").click()
    expect(one.get_by_text("同一个人不能录两遍")).to_be_visible()
    address = one.url

    two.goto(address)
    type_days(two, REST.replace("2027-05-05", "2027-05-04"), WORK)
    two.get_by_role("button", name="核对两次录入").click()
    expect(two.get_by_role("heading", name="两次录入不一致")).to_be_visible()
    assert lines(two.locator("section[aria-labelledby=h-diff] tbody td")) == [
        "2027-05-05",
        "放假 劳动节",
        "未列",
    ]
    judge(two, "calendar-edition-differs")
    type_days(two, REST, WORK)
    two.get_by_role("button", name="核对两次录入").click()
    expect(two.get_by_role("heading", name="发布后会变的日期")).to_be_visible()
    judge(two, "calendar-edition-preview")
    two.get_by_role("button", name="发布，立即生效").click()
    expect(two.get_by_text("已发布，即刻生效")).to_be_visible()
    judge(two, "calendar-edition-published")

    case = case_of(site, "applicant7")
    open_when(office, case, "指派评审员")
    assert sentences(office) == ["指派评审员等区审定办经办认领。"]
    office.goto(case)
    expect(office.locator(".tl")).to_contain_text("由推定转为确定")
