"""Each kind of expectation that is wrong fails its story with a sentence that names the difference."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import tale
from tests.unit.rehearsal.playing import failure, passes

DUE = datetime.fromisoformat(tale.REVIEW_DUE)
EARLY = datetime.fromisoformat("2026-03-05T00:00:00+08:00")
OBJECTION: tale.Step = {"message": "objection", "key": "K-1"}


def test_what_is_true_passes(tmp_path: Path) -> None:
    at_review = {
        "at": ["review"],
        "open": ["review"],
        "due": {"review": DUE},
        "done": ["double", "print"],
        "not reached": ["wait", "refusal"],
        "variables": {"doubled": 6},
        "incidents": [],
        "letters": ["receipt"],
        "jobs": [],
        "provisional": False,
    }
    in_pause = {"at": ["pause"], "messages": ["answer"], "due": {"pause": date(2026, 3, 4)}}
    steps = ({"expect": at_review}, tale.PASS, tale.ANSWER, {"expect": in_pause}, {"pass": "P3D"}, tale.DONE)
    passes(tmp_path, *steps)


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ({"at": ["wait"]}, "应停在 ['wait']，实际停在 ['review']"),
        ({"at": []}, "应停在 []，实际停在 ['review']"),
        ({"open": ["refusal"]}, "应有打开的任务 ['refusal']，现有 ['review']"),
        (
            {"due": {"review": EARLY}},
            "“review”应于 2026-03-05 00:00:00+08:00 到期，实际 2026-03-06T00:00:00+08:00",
        ),
        (
            {"due": {"review": date(2026, 3, 5)}},
            "“review”应于 2026-03-05 到期，实际 2026-03-06T00:00:00+08:00",
        ),
        ({"due": {"wait": EARLY}}, "“wait”没有到期时间"),
        ({"variables": {"doubled": 7}}, "变量“doubled”应为 7，实际 6"),
        ({"variables": {"unheard_of": 1}}, "变量“unheard_of”应为 1，实际 None"),
        ({"ended": "done"}, "应以 ['done'] 结束，实际还停在 ['review']"),
        ({"incidents": ["failure"]}, "未解决的故障应为 ['failure']，实际 []"),
        ({"done": ["double", "review"]}, "应已完成 ['review']"),
        ({"not reached": ["print", "wait"]}, "不应到达 ['print']"),
        ({"provisional": True}, "推定日期：应有，实际 []"),
        ({"provisional": ["review"]}, "推定日期的元素应为 ['review']，实际 []"),
        ({"letters": []}, "信函应为 []，实际 ['receipt']"),
        ({"letters": ["receipt", "receipt"]}, "信函应为 ['receipt', 'receipt']，实际 ['receipt']"),
        ({"messages": ["answer"]}, "应已发出消息 ['answer']，实际 []"),
        ({"jobs": ["letter"]}, "待执行的作业应为 ['letter']，实际 []"),
        ({"started": {"objection": "B"}}, "没有启动流程“tale.objection”"),
    ],
)
def test_what_is_wrong_fails_with_the_difference(
    tmp_path: Path, expected: dict[str, Any], sentence: str
) -> None:
    assert failure(tmp_path, {"expect": expected}) == f"第 1 步：{sentence}"


def test_another_end(tmp_path: Path) -> None:
    refusing = {"complete": "review", "with": {"passed": False}}
    refused = (refusing, {"complete": "refusal"})
    assert failure(tmp_path, *refused) == "第 3 步：应以 ['done'] 结束，实际 ['refused']"


def test_an_end_that_is_expected_while_a_case_was_cancelled(tmp_path: Path) -> None:
    assert failure(tmp_path, {"cancel": "申报人撤回"}) == "第 2 步：应以 ['done'] 结束，实际 cancelled"


def test_a_provisional_date_is_seen(tmp_path: Path) -> None:
    """Three working days after Wednesday 30 December 2026 lie in a year that nobody has announced."""
    clock = "2026-12-30T09:00:00+08:00"
    assert failure(tmp_path, {"expect": {"provisional": False}}, clock=clock) == (
        "第 1 步：推定日期：应没有，实际 ['review']"
    )
    seen = {"expect": {"provisional": ["review"]}}
    passes(tmp_path, seen, tale.PASS, {"expect": {"at": ["wait"], "due": {}}}, clock=clock)


def test_an_instance_that_a_message_started_gets_its_alias(tmp_path: Path) -> None:
    started = {"expect": {"started": {"objection": "B"}}}
    elsewhere = {"case": "B", "expect": {"at": ["objected"]}}
    assert (
        failure(tmp_path, OBJECTION, started, elsewhere) == "第 3 步：应停在 ['objected']，实际停在 ['look']"
    )
    settled = ({"case": "B", "complete": "look"}, {"case": "B", "expect": {"ended": "settled"}})
    passes(tmp_path, OBJECTION, started, *settled)


def test_an_alias_that_nobody_got(tmp_path: Path) -> None:
    step = {"case": "C", "expect": {"at": ["review"]}}
    assert failure(tmp_path, step) == "第 1 步：没有名为“C”的案件"
