"""Two-way ratings: a reviewer rates the applicant they met, the discipline inspection receives it, nobody else reads it."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.arranging import case_of
from tests.e2e.reading import tasks
from tests.e2e.walking import Walk

SAID = "提问时对方中途离席，未作说明（示例）。"
OTHERS_SAID = "申报人提出接送，已婉拒（示例）。"
Walker = Callable[..., Walk]


def rate(walk: Walk) -> None:
    """The reviewer finds the rating among their own tasks."""
    walk.open("评价对方守纪情况")
    walk.told("您的评价只送有权接收的部门，对方看不到。")
    walk.refused(3)
    walk.stop("rating-faults")
    walk.choose("公正", "否")
    for field in ("廉洁", "保密"):
        walk.choose(field, "是")
    walk.page.get_by_label("情况和意见").fill(SAID)
    walk.stop("rating")
    walk.complete()


def receive(walk: Walk) -> None:
    """Three lie there: the applicant's and both reviewers'. The newest is read in words and received."""
    walk.follow("3 项待认领")
    assert tasks(walk.page) == ["收取评价"] * 3
    walk.stop("group")
    walk.claim("收取评价", "双向监督：评审员乙")
    walk.told("公正：否、廉洁：是、保密：是")
    walk.told(SAID)
    walk.untold("yes", "unknown", "第二十三条")  # the values, and articles of other schemes
    walk.refused(1)
    walk.stop("receipt-faults")
    walk.fill(收件编号="示例收件 3 号")
    walk.page.get_by_label("处理意见").fill("已记录，向评审组了解（示例）")
    walk.stop("receipt")
    walk.complete()
    walk.to("案件")
    walk.told("共 3 项")
    walk.stop("cases")
    walk.follow("双向监督：评审员乙")
    walk.told("已送达")
    walk.stop("delivered")


def see_none(walk: Walk, rating: str) -> None:
    """Neither the other side nor the office reads a rating: not by its address, not by searching."""
    assert walk.status(rating) == 404
    assert walk.status(f"{rating}/story") == 404
    walk.page.goto("/cases?q=双向监督：评审员乙")
    walk.untold(SAID, "双向监督：评审员乙")


def test_what_a_reviewer_says_reaches_the_discipline_inspection_alone(walker: Walker) -> None:
    reviewer = walker("reviewer2")
    rate(reviewer)
    rating = case_of(reviewer.site, "reviewer2")
    inspection = walker("discipline")
    receive(inspection)
    assert (
        inspection.status(case_of(inspection.site, "applicant2")) == 404
    )  # an application is none of its business
    inspection.leave()
    for account in ("applicant1", "office", "lead", "reviewer1"):
        see_none(walker(account), rating)
    assert reviewer.status(rating) == 200  # one's own may be read again
    reviewer.page.goto(rating)
    reviewer.untold(OTHERS_SAID, "示例收件 3 号", "向评审组了解")
    reviewer.stop("own-rating")
