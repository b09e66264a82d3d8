"""The archive officer: a file is registered, appraised when its years are over, kept longer, destroyed by two."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.arranging import case_of, case_with, let_pass, open_when
from tests.e2e.reading import lines, story
from tests.e2e.walking import Walk

FILE = "2015 年第 1 届评选（示例）"
HELD = "现在还有未结异议、禁止期或者诉讼"
Walker = Callable[..., Walk]


def register(walk: Walk) -> None:
    """A file closed in June 2026 counts from January 2027 and may be appraised ten years later."""
    walk.to("立案")
    walk.stop("beginnings")
    walk.follow("登记案卷保存…")
    walk.press("立案")
    walk.stop("registering-faults")
    walk.fill(案卷编号="静质奖申〔2026〕020号", 案卷名称="示例单位申报材料", 结案日期="2026-06-30")
    walk.press("立案")
    walk.heading("示例单位申报材料：保存")
    walk.told("可以鉴定要等到 2036年12月31日 周三 24:00。")
    walk.stop("registered")
    walk.to("案件")
    assert lines(walk.page.locator("table a.t1")) == ["示例单位申报材料：保存", f"{FILE}：保存"]
    walk.stop("shelf")


def check(walk: Walk, until: str = "") -> None:
    """Whether something still speaks against appraising."""
    walk.claim("核对暂缓事由", FILE)
    walk.choose(HELD, "有，鉴定顺延" if until else "没有")
    if until:
        walk.fill(顺延到哪一天=until)
    walk.fill(说明="还有一件诉讼（示例）" if until else "没有未结事项（示例）")
    if until:
        walk.stop("held")
    walk.complete()


def appraise(walk: Walk, until: str = "", faults: int = 0) -> None:
    """What was said of the file before stands in the form; who appraises is asked anew."""
    walk.claim("鉴定", FILE)
    if faults:
        walk.refused(faults)
        walk.stop("appraising-faults")
    walk.fill(
        鉴定人="档案员甲、档案员乙", 理由="统计部分还有用（示例）" if until else "没有继续保存的价值（示例）"
    )
    walk.choose("鉴定意见", "延长保存" if until else "可以销毁")
    if until:
        walk.told("上次没有批准销毁：统计部分再留")
        walk.fill(延长到=until)
    if until:
        walk.stop("appraised-longer")
    walk.complete()


def decide(lead: Walk, option: str, note: str) -> None:
    """Somebody else than who appraised approves, or does not."""
    lead.claim("批准销毁", FILE)
    lead.page.get_by_label(option, exact=True).check()
    lead.fill(说明=note)
    if option == "批准销毁":
        lead.stop("approving")
    lead.complete()


def destroy(walk: Walk) -> None:
    walk.claim("登记销毁", FILE)
    walk.fill(销毁清册编号="示例清册 1 号", 销毁日期="2026-11-02", **{"监销人（两人）": "监销人甲、监销人乙"})
    walk.stop("destroying")
    walk.complete()


def test_a_file_is_kept_appraised_and_destroyed_by_two(walker: Walker) -> None:
    walk, lead = walker("archive"), walker("lead")
    site, case = walk.site, case_with(walk.site, "jingan.retention")
    walk.stop("inbox")
    register(walk)
    check(walk)
    appraise(walk, faults=3)
    decide(lead, "不批准", "统计部分再留（示例）")
    appraise(walk, until="2026-10-12")

    # Nothing happens by itself when a date comes: the file may be appraised again, no more.
    let_pass(site, "2026-10-12T09:00:00")
    open_when(walk.page, "/tasks?view=group", "核对暂缓事由")
    check(walk, until="2026-10-30")
    let_pass(site, "2026-11-02T09:00:00")
    open_when(walk.page, "/tasks?view=group", "核对暂缓事由")
    check(walk)
    appraise(walk)
    decide(lead, "批准销毁", "同意（示例）")
    destroy(walk)

    walk.to("案件")
    walk.follow(f"{FILE}：保存")
    expect(walk.page.locator(".head .b")).to_have_text("已办结")
    assert story(walk.page)[:5] == [
        "办结",
        "您办结“登记销毁”",
        "您认领“登记销毁”",
        "区审定办负责人办结“批准销毁”",
        "区审定办负责人认领“批准销毁”",
    ]
    walk.stop("closed")
    with walk.page.expect_download() as paper:
        walk.page.get_by_role("link", name="宗卷").click()
    assert paper.value.suggested_filename == "宗卷 静质奖届〔2015〕1号.pdf"
    never(walk, case)


def never(walk: Walk, case: str) -> None:
    """What is kept is not what was applied for: no application, no figures, no decision of one's own appraisal."""
    assert [walk.status(case), walk.status(case_of(walk.site, "applicant7"))] == [200, 404]
