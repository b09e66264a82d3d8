"""A timer on unannounced days does not fire: an administrator reads why, enters the year, tries again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import delete, select

from engine.actor import Actor
from engine.commands import calendar, interventions, tasks
from engine.models import instance, start_subscription
from tests.e2e.arranging import case_of, let_pass, open_case, open_when, task_at
from tests.e2e.judging import judge
from tests.e2e.reading import lines, sentences
from tests.e2e.serving import Site
from tests.e2e.watch import Watch
from tests.support.fictional_2027 import FICTIONAL_2027

CLERK = Actor("office", frozenset({"jingan.office-clerk"}))
ADMIN = Actor("admin", admin=True)


def post_notice_at_the_end_of_the_year(site: Site) -> None:
    """Posted on Tuesday 29 Dec 2026, five working days end in 2027, whose holidays are not announced."""
    let_pass(site, "2026-12-29T10:00:00")
    submission = {
        "posted_on": "2026-12-29",
        "notice_days": 5,
        "notice_channels": ["government"],
        "posted_url": "https://example.invalid/notice",
        "objection_channel_shown": True,
    }
    tasks.complete(site.engine, int(task_at(site, "post-notice").rpartition("/")[2]), submission, CLERK)


def without_a_clerk_for_held_dates(site: Site) -> None:
    """As in a house that has not deployed the process for dates that are held: they become incidents."""
    begins = delete(start_subscription).where(start_subscription.c.message_name == "shared.timer-held")
    with site.engine.database.transaction() as connection:
        connection.execute(begins)


def without_reports_of_winners(site: Site) -> None:
    """Their third reports are due in December: what follows ten working days later is provisional too."""
    mine = select(instance.c.id).where(
        instance.c.process_id.endswith(".after-award"), instance.c.status == "active"
    )
    with site.engine.database.reading() as connection:
        roots = connection.execute(mine).scalars().all()
    for root in roots:
        interventions.cancel(site.engine, root, "与本故事无关", ADMIN)


def test_an_incident_is_read_and_tried_again(own_site: Site, enter: Callable[..., Page]) -> None:
    without_a_clerk_for_held_dates(own_site)
    without_reports_of_winners(own_site)
    page = enter(own_site, "admin")
    page.goto("/incidents")
    expect(page.get_by_text("没有未解决的故障。")).to_be_visible()
    post_notice_at_the_end_of_the_year(own_site)
    open_case(page, case_of(own_site, "applicant7"))
    expect(page.locator("ol.sent")).to_contain_text("推定日期：放假安排尚未公布")
    let_pass(own_site, "2027-01-20T09:00:00")
    open_when(page, "/incidents", "示例数字装备有限公司")
    assert lines(page.locator("table.tbl .t1, td[data-l=环节]")) == ["公示期满"]
    expect(page.locator("tbody td").first).to_contain_text("放假安排尚未录入")
    judge(page, "incidents")

    page.get_by_role("button", name="重试").click()
    expect(page.get_by_text("已重新排队；仍不成功，会再次列在这里。")).to_be_visible()
    open_when(page, "/incidents", "示例数字装备有限公司")
    open_case(page, case_of(own_site, "applicant7"))
    expect(page.locator(".head .b")).to_have_text("故障")
    judge(page, "case-incident")

    calendar.load(own_site.engine, FICTIONAL_2027, ADMIN)
    open_when(page, case_of(own_site, "applicant7"), "指派评审员")
    assert sentences(page) == ["指派评审员等区审定办经办认领。"]
    page.goto("/incidents?view=resolved")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_incidents_are_for_administrators(site: Site, enter: Callable[..., Page], watch: Watch) -> None:
    watch.allow(403)
    page = enter(site, "office")
    answer = page.goto("/incidents")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("这个页面只有系统管理员能打开；您现在的身份是区审定办经办。")).to_be_visible()
