"""Who approves outside, with number and date; then the commendation; and what the office and the public read of it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, open_when
from tests.e2e.walking import Walk

Walker = Callable[..., Walk]


def approve(walk: Walk) -> None:
    """An approval without its number and date is none."""
    walk.claim("报区政府批准")
    walk.choose("区政府意见", "批准")
    walk.told("批准文号")
    walk.refused(2)
    walk.stop("faults")
    walk.fill(批准文号="示例批复〔2026〕9号", 批准日期="2026-09-28")
    walk.page.get_by_label("批准机关").fill("虹口区政府（示例）")
    walk.stop("approval")
    walk.complete()


def commend(walk: Walk) -> None:
    open_when(walk.page, "/tasks?view=group", "发文表彰")  # the rule's validity is looked up first
    walk.claim("发文表彰")
    walk.told("批准文号：示例批复〔2026〕9号。")
    boxes = walk.page.get_by_role("checkbox", name="表彰")
    expect(boxes).to_have_count(2)
    for number in range(2):
        boxes.nth(number).check()
    walk.fill(表彰文件文号="示例府〔2026〕31号", 表彰文件日期="2026-09-28")
    walk.stop("commendation")
    walk.complete()


def test_an_award_is_approved_and_commended(walker: Walker) -> None:
    walk, public = walker("hk-approver"), walker()
    case = case_of(walk.site, "hk-applicant1")
    walk.stop("inbox")
    approve(walk)
    commend(walk)
    walk.to("案件")
    walk.stop("cases")
    open_when(walk.page, case, "已获奖")
    walk.stop("awarded")
    public.page.goto("/winners")
    public.told("示例府〔2026〕31号")
    public.told("示例医疗器械有限公司")
    public.stop("winners")
    never(walk)


def never(walk: Walk) -> None:
    """Approving is reading and deciding of one's own award, not running it, drawing it, or reading another's."""
    other = case_of(walk.site, "applicant7")
    closed = {
        place: walk.status(place) for place in (other, "/diagrams", "/incidents", "/cycles/new", "/accounts")
    }
    assert closed == {other: 404, "/diagrams": 404, "/incidents": 403, "/cycles/new": 403, "/accounts": 403}
