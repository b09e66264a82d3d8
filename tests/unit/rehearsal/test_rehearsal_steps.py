"""What a story may do: steps that must be refused, time that passes, handlers that fail."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.support import tale
from tests.support.fictional_2027 import FICTIONAL_2027
from tests.unit.rehearsal.playing import failure, passes, rehearsed

WAITING: tale.Step = {"expect": {"at": ["wait"], "due": {}}}


@pytest.mark.parametrize(
    "step",
    [
        {"complete": "review", "by": "stranger", "refused": "not-allowed"},
        {"complete": "review", "with": {"score": 101}, "refused": "invalid"},
        {"claim": "review", "by": "stranger", "refused": "not-allowed"},
    ],
)
def test_a_step_that_must_be_refused(tmp_path: Path, step: tale.Step) -> None:
    passes(tmp_path, step, tale.PASS, WAITING)


def test_a_second_completion_is_refused(tmp_path: Path) -> None:
    again = {"complete": "review", "by": "clerk", "refused": "not-open"}
    passes(tmp_path, tale.PASS, again, WAITING)


def test_a_refusal_that_does_not_come(tmp_path: Path) -> None:
    step = {**tale.PASS, "refused": "not-open"}
    assert failure(tmp_path, step) == "第 1 步：应以“not-open”被拒绝，却成功了"


def test_a_refusal_for_another_reason(tmp_path: Path) -> None:
    step = {**tale.PASS, "by": "stranger", "refused": "not-open"}
    assert failure(tmp_path, step) == (
        "第 1 步：“review 任务”须由tale.clerk办理；您现在的身份是stranger。（not-allowed）"
    )


def test_a_refusal_that_nobody_expected(tmp_path: Path) -> None:
    step = {**tale.PASS, "with": {"score": 101}}
    said = failure(tmp_path, step)
    assert said is not None
    assert said.startswith("第 1 步：填写的内容有 1 处需要更正：")
    assert said.endswith("（invalid）")


def test_a_task_that_is_not_there(tmp_path: Path) -> None:
    assert failure(tmp_path, {"complete": "refusal"}) == "第 1 步：没有打开的任务“refusal”"


def test_working_days_pass(tmp_path: Path) -> None:
    """Friday 3 April 2026 and two working days: the 4th to 6th are Qingming, so Tuesday 7 and Wednesday 8."""
    steps = (tale.PASS, tale.ANSWER, {"pass": "1 working day"}, {"expect": {"at": ["pause"]}})
    clock = "2026-04-03T09:00:00+08:00"
    passes(tmp_path, *steps, {"pass": "1 working days"}, tale.DONE, clock=clock)
    passes(tmp_path, tale.PASS, tale.ANSWER, {"pass": "2 working days"}, tale.DONE, clock=clock)


def test_a_duration_passes(tmp_path: Path) -> None:
    """From Monday 09:00 the pause ends on Wednesday at 00:00, 39 hours later."""
    short = failure(tmp_path, tale.PASS, tale.ANSWER, {"pass": "PT38H59M"})
    assert short == "第 4 步：应以 ['done'] 结束，实际还停在 ['pause']"
    passes(tmp_path, tale.PASS, tale.ANSWER, {"pass": "PT39H"}, tale.DONE)


def test_the_clock_goes_forward_only(tmp_path: Path) -> None:
    step = {"clock": datetime.fromisoformat("2026-03-02T08:59:59+08:00")}
    assert failure(tmp_path, step) == "第 1 步：时钟只能向前，2026-03-02 08:59:59+08:00 已经过去"


@pytest.mark.parametrize("step", [{"clock": "tomorrow"}, {"pass": "a while"}])
def test_a_time_that_is_none(tmp_path: Path, step: tale.Step) -> None:
    said = failure(tmp_path, step)
    assert said is not None
    assert said.startswith("第 1 步：")
    assert str(next(iter(step.values()))) in said


def test_a_year_is_entered_on_the_way(tmp_path: Path) -> None:
    """The pause from Wednesday 30 December counts the 31st and, with the year entered, 4 January 2027."""
    held = {"expect": {"at": ["pause"], "provisional": ["pause"], "due": {}}}
    steps = (tale.PASS, tale.ANSWER, held, {"calendar": FICTIONAL_2027}, {"pass": "P5D"}, tale.DONE)
    passes(tmp_path, *steps, clock="2026-12-30T09:00:00+08:00")


def test_a_handler_that_fails_once_is_tried_again(tmp_path: Path) -> None:
    begun = {"start": {"as": "B", "business key": "K-2", "variables": {"amount": 1, "case_key": "K-2"}}}
    trying = {"case": "B", "expect": {"at": ["print"], "jobs": ["letter"], "incidents": [], "letters": []}}
    printed = {"case": "B", "expect": {"at": ["review"], "due": {}, "letters": ["receipt"]}}
    passes(tmp_path, {"fail": {"letter": 1}}, begun, trying, {"pass": "PT1M"}, printed)


def test_a_handler_that_keeps_failing_is_an_incident_until_it_is_retried(tmp_path: Path) -> None:
    begun = {"start": {"as": "B", "business key": "K-2", "variables": {"amount": 1, "case_key": "K-2"}}}
    stuck = {"case": "B", "expect": {"at": ["print"], "incidents": ["failure"]}}
    mended = {"case": "B", "expect": {"at": ["review"], "due": {}, "incidents": []}}
    steps = ({"fail": {"letter": 2}}, begun, {"pass": "PT1M"}, stuck, {"case": "B", "retry": "print"})
    passes(tmp_path, *steps, mended)


def test_a_retry_where_nothing_failed(tmp_path: Path) -> None:
    assert failure(tmp_path, {"retry": "print"}) == "第 1 步：“print”没有未解决的故障"


def test_a_job_type_that_nobody_handles_cannot_fail(tmp_path: Path) -> None:
    assert failure(tmp_path, {"fail": {"fax": 1}}) == "第 1 步：没有名为“fax”的作业类型"


def test_a_job_may_answer_what_the_story_says(tmp_path: Path) -> None:
    answered = {"expect": {"at": ["review"], "due": {}, "variables": {"stamp": "S-1"}, "letters": []}}
    passes(tmp_path, answered, when={"letter": {"stamp": "S-1"}})


def test_rows_that_the_register_holds_already(tmp_path: Path) -> None:
    wrong = failure(tmp_path, given={"medals": []})
    assert wrong == "given：没有登记表“medals”"
    wrong = failure(tmp_path, given={"bans": [{"colour": "red"}]})
    assert wrong == "given：“bans”没有列“colour”"


def test_every_story_starts_on_a_swept_stage(tmp_path: Path) -> None:
    """The first story fails in the middle; the second finds no letter, case or clock of it."""
    broken = tale.story({"pass": "P9D"}, {"expect": {"at": ["wait"]}}, tale.DONE, title="甲")
    fresh = {"expect": {"at": ["review"], "due": {"review": datetime.fromisoformat(tale.REVIEW_DUE)}}}
    whole = tale.story(fresh, title="乙")
    report = rehearsed(tmp_path, broken, whole)
    assert [(r.title, r.failure is None) for r in report.results] == [("甲", False), ("乙", True)]
