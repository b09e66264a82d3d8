"""Two recommending bodies: one application goes on to the office with an opinion, one is not recommended; no body opens
another's."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, case_with, task_at
from tests.e2e.reading import story, tasks
from tests.e2e.walking import Walk

WORTHY, UNKNOWN = "示例节能科技有限公司", "示例航运服务有限公司"
PRAISE = "在本协会会员中质量管理突出（示例）"
DOUBT = "本街道不了解该单位近年情况（示例）"
Walker = Callable[..., Walk]


def recommend(walk: Walk) -> None:
    """What lies with the body, and no more, is found in the inbox; it goes on to the office."""
    walk.stop("inbox")
    walk.follow("1 项待认领")
    assert tasks(walk.page) == ["出具推荐意见"]
    walk.stop("group")
    walk.claim("出具推荐意见", WORTHY)
    walk.told("2026年9月21日 周一 送达。推荐机构：示例行业协会。")
    walk.told("把能耗数据和质量数据放在一起看")
    walk.refused(2)
    walk.stop("faults")
    walk.choose("推荐意见", "推荐，转报区审定办")
    walk.fill(意见和理由=PRAISE)
    walk.stop("opinion")
    walk.complete()


def decline(walk: Walk) -> None:
    """The other body, from the case itself: it says that one may do the task, and leads there."""
    walk.to("案件")
    walk.follow(UNKNOWN)
    walk.heading(UNKNOWN)
    walk.stop("case")
    walk.follow("打开任务")
    walk.press("认领")
    walk.choose("推荐意见", "不予推荐")
    walk.fill(意见和理由=DOUBT)
    walk.complete()
    walk.follow("我已办结")
    assert tasks(walk.page) == ["出具推荐意见"] * 2  # one of the year before
    walk.stop("done")


def sees_nothing_else(walk: Walk, *elsewhere: str) -> None:
    """What it recommended and no other case, by list or address; no other body's, nobody of the office, no reviewer,
    no score."""
    walk.to("案件")
    walk.told("共 3 项")
    walk.stop("cases")
    walk.follow(WORTHY)
    walk.heading(WORTHY)
    assert story(walk.page)[-2:] == ["申报人办结“提交申报材料”", "申报人立案"]
    walk.page.goto(case_of(walk.site, "hk-applicant1"))  # last year's, reviewed since
    walk.stop("reviewed")
    walk.untold("虹口审定办经办", "虹口评审员", "虹口评审组组长", "评分", "总分")
    others = ("hongkou.cycle", "hongkou.after-award", "hongkou.supervision", "jingan.application")
    theirs = [case_of(walk.site, "hk-applicant5"), case_of(walk.site, "hk-applicant3"), *elsewhere]
    for address in (
        *theirs,
        *(case_with(walk.site, process) for process in others),
        "/figures",
        "/committee",
    ):
        assert walk.status(address) == 404, address


def decide(walk: Walk) -> None:
    """The office's lead has what was not recommended to decide, with the body's reason; the other goes on."""
    walk.to("待办")
    walk.view("组内待认领")
    walk.page.get_by_role("row").filter(has_text=UNKNOWN).get_by_role("link", name="决定是否受理").click()
    walk.heading("决定是否受理")
    walk.told(DOUBT)
    walk.stop("office-decides")
    walk.page.goto(case_of(walk.site, "hk-applicant4"))
    walk.heading(WORTHY)
    expect(walk.page.locator("ol.sent").first).to_contain_text("资格审查")
    walk.stop("office-goes-on")


def test_one_is_recommended_one_is_not(walker: Walker) -> None:
    walk = walker("hk-recommender")
    recommend(walk)
    sees_nothing_else(
        walk, task_at(walk.site, "recommend")
    )  # the one that is still open lies with the other body
    walk.leave()
    other = walker("hk-recommender2")
    decline(other)
    other.leave()
    decide(walker("hk-lead"))
