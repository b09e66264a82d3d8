"""Figures worked out by hand: who came how far, where bars lie, on which columns a notice runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.calendar import announced
from web.figures.calendar import DAY, LABEL, REST, Notice, sheet
from web.figures.drawing import LABEL as NAMES
from web.figures.drawing import NARROW, WIDE, bars
from web.figures.funnel import Way, funnel, way_of

STAGES = ("intake", "qualification", "notice", "desk", "ready", "awarded", "excluded")
WAY = Way(
    STAGES, {"intake": "申报", "notice": "合格", "ready": "评完", "=winners": "拟奖", "awarded": "获奖"}
)


@dataclass
class Count:
    stage: str | None
    slot: str | None
    status: str
    number: int


ROWS = [
    Count(None, None, "active", 2),
    Count("qualification", "gold", "completed", 1),
    Count("notice", "gold", "active", 3),
    Count("desk", "top", "active", 4),
    Count("desk", "top", "completed", 5),
    Count("ready", "gold", "active", 6),
    Count("awarded", "gold", "completed", 7),
    Count("excluded", "gold", "completed", 8),
]


def test_a_case_counts_at_every_step_up_to_its_own() -> None:
    steps = {step.id: step for step in funnel(WAY, ROWS, {"=winners": ["gold", "gold", "top"]})}
    # 36 in all; an excluded case came in, and nothing more can be said of its way.
    assert {step: found.total for step, found in steps.items()} == {
        "intake": 36,
        "notice": 3 + 4 + 5 + 6 + 7,
        "ready": 6 + 7,
        "=winners": 3,
        "awarded": 7,
    }
    assert steps["notice"].reached == {"gold": 16, "top": 9}
    # At hand between this step and the next: what has ended is nowhere any more.
    assert {step: found.here for step, found in steps.items()} == {
        "intake": 2,
        "notice": 7,
        "ready": 6,
        "=winners": 0,
        "awarded": 0,
    }


def test_a_scheme_without_a_funnel_shows_all_of_its_stages() -> None:
    way = way_of({"name": "示例"}, {"a": "甲", "b": "乙"})
    assert way.steps == {"a": "甲", "b": "乙"}
    assert [step.total for step in funnel(way, [Count("b", None, "active", 1)], {})] == [1, 1]


def test_bars_are_to_one_scale_and_stand_end_to_end() -> None:
    drawn = bars(
        [("甲", [("bad", 1, "逾期"), ("run", 3, "在办")]), ("乙", [("bad", 0, "逾期"), ("run", 2, "在办")])]
    )
    first, second = drawn.lines
    assert [(p.tone, p.x, p.width) for p in first.pieces] == [
        ("bad", NAMES, WIDE / 4),
        ("run", NAMES + WIDE / 4, WIDE * 3 / 4),
    ]
    assert [(p.tone, p.x, p.width, p.title) for p in second.pieces] == [
        ("run", NAMES, WIDE / 2, "乙：在办 2")
    ]
    assert (first.total, second.total) == (4, 2)
    small = drawn.narrow
    assert small is not None
    begin, wide = NARROW
    assert [(p.x, p.width) for p in small.lines[0].pieces] == [
        (begin, wide / 4),
        (begin + wide / 4, wide * 3 / 4),
    ]
    assert small.width <= 328  # what a telephone of 360 px has between its gutters
    assert bars([("空", [("run", 0, "在办")])]).lines[0].pieces == []


def notice(start: date, last: date) -> Notice:
    return Notice("公示", "示例", 1, start, last, 5, 2, "工作日", over=False, provisional=False, poster="")


def test_a_notice_covers_its_days_on_working_day_columns() -> None:
    # Posted Wednesday 23 September 2026, over with Thursday 8 October: 25–27 September are the Mid-Autumn holiday,
    # 1–7 October the National Day; the page looks 14 days ahead of the 28th.
    drawn = sheet(announced(), date(2026, 9, 28), [notice(date(2026, 9, 23), date(2026, 10, 8))])
    assert drawn is not None
    assert [(c.first.day, c.last.day, c.rest) for c in drawn.columns] == [
        (23, 23, False),
        (24, 24, False),
        (25, 27, True),
        (28, 28, False),
        (29, 29, False),
        (30, 30, False),
        (1, 7, True),
        (8, 8, False),
        (9, 9, False),
        (10, 10, False),  # a Saturday made a working day
        (11, 11, True),
        (12, 12, False),
    ]
    # The month is written once over each, on its first working day.
    assert [(c.first.month, c.first.day) for c in drawn.columns if c.month] == [(9, 23), (10, 8)]
    (strip,) = drawn.strips
    assert (strip.x, strip.width) == (LABEL, 6 * DAY + 2 * REST)
    assert sheet(announced(), date(2026, 9, 28), []) is None
