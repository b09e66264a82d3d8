"""Who follows winners up: a visit, an order to set things right and its check, a visit that starts a revocation."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.arranging import case_of, case_with, open_when, task_at
from tests.e2e.walking import Walk

PROOF = b"%PDF-1.7\n%%EOF\n"
WINNER = "示例精密仪器有限公司"
Walker = Callable[..., Walk]


def visit(walk: Walk, seen: str, note: str) -> None:
    walk.claim("走访", WINNER)
    walk.fill(走访日期="2026-09-28", 走访人员="跟踪人员甲、乙（示例）", 情况=note)
    walk.choose("所见", seen)


def order(walk: Walk) -> None:
    """The period is the office's to set, never in the past."""
    walk.heading("督促整改")
    walk.press("认领")
    walk.fill(
        督促整改的文号="示例督〔2026〕1号", 整改要求="提交改进方案并验证（示例）", 整改期限="2026-09-25"
    )
    walk.refused(1)
    walk.stop("order-faults")
    walk.fill(整改期限="2026-10-30")
    walk.stop("order")
    walk.complete()


def prove(winner: Walk) -> None:
    winner.open("报送整改证明")
    winner.told("请于 2026年10月30日")
    proof = {"name": "整改证明.pdf", "mimeType": "application/pdf", "buffer": PROOF}
    winner.page.get_by_label("整改证明", exact=True).set_input_files(proof)  # type: ignore[arg-type]
    winner.told("整改证明.pdf")
    winner.fill(整改情况="已经完成改进（示例）")
    winner.stop("winner-proof")
    winner.complete()


def check(walk: Walk) -> None:
    walk.claim("核查整改", WINNER)
    walk.told("获奖者的说明：已经完成改进（示例）")
    walk.choose("整改结果", "已整改")
    walk.fill(核查情况="现场核查属实（示例）")
    walk.stop("check")
    walk.complete()


def ask(walk: Walk) -> None:
    """Another visit, out of turn, from the case's page."""
    walk.to("案件")
    walk.follow(f"{WINNER}：获奖之后")
    walk.untold("period-closed")  # a gateway without a name is not called by its id
    walk.stop("case")
    walk.follow("要求走访…")
    walk.fill(为什么需要走访="")  # the reason for the last visit stands there
    walk.press("要求走访")
    walk.told("请填写为什么需要走访")
    walk.stop("asking-faults")
    walk.fill(为什么需要走访="接到反映（示例）")
    walk.press("要求走访")
    walk.told("已提交，案件已经往下走。")


def test_a_winner_is_visited_rectified_and_reported(walker: Walker) -> None:
    walk = walker("follow-up")
    walk.stop("inbox")
    visit(walk, "绩效严重退步", "主要指标连续下降（示例）")
    walk.stop("visit")
    walk.complete()
    order(walk)
    prove(walker("applicant1"))
    check(walk)
    ask(walk)
    visit(walk, "有应当撤销奖励的事实", "申报时隐瞒了亏损（示例）")
    walk.stop("visit-revocable")
    walk.complete()

    office = walker("office")
    open_when(office.page, "/tasks?view=group", "核实事实")
    office.claim("核实事实", WINNER)
    office.told("申报时隐瞒了亏损（示例）")
    office.stop("revocation-begun")
    never(walk)


def never(walk: Walk) -> None:
    """Who reports a fact does not decide on it, and follows winners only: no application, no figures."""
    closed = [task_at(walk.site, "verify-facts"), case_with(walk.site, "jingan.revocation")]
    closed += [case_of(walk.site, "applicant7"), "/figures", "/diagrams"]
    assert {place: walk.status(place) for place in closed} == dict.fromkeys(closed, 404)
