"""Badges and bands of the inbox."""

from datetime import date, datetime

import pytest

from engine.actor import Actor
from engine.calendar import announced
from engine.vocabulary import Vocabulary, Words
from web.inbox.bands import banded, row
from web.taskstate import badge, due_of

CALENDAR = announced()
NAMES = Vocabulary(groups={"jingan.office-clerk": "区审定办经办"})
TODAY = date(2026, 9, 28)
CLERK = Actor("clerk", frozenset({"jingan.office-clerk"}))


def facts(due: str | None, assignee: str | None = "clerk", status: str = "open") -> dict[str, object]:
    instant = datetime.fromisoformat(due) if due else None
    who = {"groups": ["jingan.office-clerk"], "users": []}
    return {
        "due_at": instant,
        "assignee": assignee,
        "candidates": who,
        "ended_by": None,
        "status": status,
        "root_process_id": "demo.application",
        "articles": ["J-22.1"],
    }


@pytest.mark.parametrize(
    ("due", "assignee", "word"),
    [
        ("2026-09-25T00:00:00+08:00", "clerk", "逾期"),
        ("2026-09-25T00:00:00+08:00", None, "逾期"),
        ("2026-09-29T00:00:00+08:00", "clerk", "今日到期"),
        ("2026-10-01T00:00:00+08:00", "clerk", "临期"),
        ("2026-10-01T00:00:00+08:00", None, "待认领"),
        ("2026-10-09T00:00:00+08:00", "clerk", "办理中"),
        (None, "clerk", "办理中"),
    ],
)
def test_one_word_for_the_state(due: str | None, assignee: str | None, word: str) -> None:
    item = row(facts(due, assignee), CLERK, {}, NAMES, CALENDAR, TODAY)
    assert item.badge.word == word


def test_ended_tasks() -> None:
    assert badge("completed", "clerk", None).word == "已办结"
    assert badge("cancelled", None, None).word == "已取消"


def test_only_a_candidate_may_claim() -> None:
    stranger = Actor("x", frozenset({"jingan.committee"}))
    assert row(facts(None, None), CLERK, {}, NAMES, CALENDAR, TODAY).claimable
    assert not row(facts(None, None), stranger, {}, NAMES, CALENDAR, TODAY).claimable
    assert row(facts(None, None), CLERK, {}, NAMES, CALENDAR, TODAY).who == "区审定办经办"


def test_bands_before_and_after_a_holiday() -> None:
    ends = ["2026-09-25", "2026-09-29", "2026-09-30", "2026-10-01", "2026-10-11"]
    rows = [row(facts(f"{d}T00:00:00+08:00"), CLERK, {}, NAMES, CALENDAR, TODAY) for d in ends]
    rows.append(row(facts(None), CLERK, {}, NAMES, CALENDAR, TODAY))
    assert [(band.title, len(band.rows)) for band in banded(rows, CALENDAR, TODAY)] == [
        ("逾期", 1),
        ("今天 9月28日", 1),
        ("国庆节前 至9月30日", 2),
        ("节后 10月8日起", 1),
        ("没有期限", 1),
    ]


def test_bands_of_an_ordinary_week() -> None:
    monday = date(2026, 11, 16)
    rows = [
        row(facts(f"{d}T00:00:00+08:00"), CLERK, {}, NAMES, CALENDAR, monday)
        for d in ("2026-11-21", "2026-11-24")
    ]
    assert [band.title for band in banded(rows, CALENDAR, monday)] == ["本周 至11月22日", "以后"]


def test_on_the_last_day_of_a_week_the_next_one_is_near() -> None:
    friday = date(2026, 11, 20)
    rows = [
        row(facts(f"{d}T00:00:00+08:00"), CLERK, {}, NAMES, CALENDAR, friday)
        for d in ("2026-11-25", "2026-12-01")
    ]
    assert [band.title for band in banded(rows, CALENDAR, friday)] == ["下周 至11月29日", "以后"]


def test_a_make_up_day_is_marked() -> None:
    due = due_of(datetime.fromisoformat("2026-10-11T00:00:00+08:00"), CALENDAR, TODAY)
    assert due is not None
    assert (due.day, due.makeup, due.hour) == (date(2026, 10, 10), True, "")


def test_of_articles_cited_for_several_schemes_the_case_shows_its_own() -> None:
    names = Vocabulary(
        schemes={
            "demo": Words(articles=frozenset({"J-40"})),
            "other": Words(articles=frozenset({"H-33.1", "H-33.2"})),
        }
    )
    cited = {**facts(None), "articles": ["J-40", "H-33.1", "H-33.2"]}
    assert row(cited, CLERK, {}, names, CALENDAR, TODAY).clause == "第四十条"
    # A case that belongs to no scheme: the scheme of whoever may do the task.
    nobodys = {
        **cited,
        "root_process_id": "shared.validity",
        "candidates": {"groups": ["other.owner"], "users": []},
    }
    assert row(nobodys, CLERK, {}, names, CALENDAR, TODAY).clause == "第三十三条"
    unknown = {**cited, "articles": ["A-1"]}
    assert row(unknown, CLERK, {}, names, CALENDAR, TODAY).clause == "第一条"
