"""A story in which the same is said again and again: told once, with how often and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from web.cases.decided import Decided
from web.cases.story import Line, StoryDay, first_lines

CHINA = timezone(timedelta(hours=8))
NEWS = "案件有进展"


def line(day: int, clock: str, text: str = NEWS, **more: object) -> Line:
    hour, minute = clock.split(":")
    return Line(datetime(2026, 3, day, int(hour), int(minute), tzinfo=CHINA), "inbox", text, **more)  # type: ignore[arg-type]


def story(*lines: Line) -> list[StoryDay]:
    """Newest first, a day each, as `days` makes it."""
    found: dict[date, list[Line]] = {}
    for one in lines:
        found.setdefault(one.at.date(), []).append(one)
    return [StoryDay(day, those) for day, those in found.items()]


def told(days: Sequence[StoryDay]) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(day.day.day, one.text, one.notes) for day in days for one in day.lines]


def test_equal_neighbours_are_one_line_with_their_number_and_span() -> None:
    lines = (
        line(9, "10:00"),
        line(5, "16:00"),
        line(2, "09:30", notes=("随之：清点案件",)),
        line(2, "09:20", notes=("随之：清点案件",)),
        line(2, "09:10", "经办甲办结“受理”"),
        line(2, "09:00"),
    )
    assert told(first_lines(story(*lines), 10)) == [
        (9, NEWS, ("共 2 次，3月5日 周四 至 3月9日 周一",)),
        (2, NEWS, ("随之：清点案件", "共 2 次，09:20 至 09:30")),
        (2, "经办甲办结“受理”", ()),
        (2, NEWS, ()),
    ]


def test_the_limit_counts_lines_as_they_are_told_and_without_one_nothing_is_folded() -> None:
    lines = (line(9, "10:00"), line(9, "09:00"), line(5, "16:00", "收到意见"), line(5, "15:00", "立案"))
    assert [text for _, text, _ in told(first_lines(story(*lines), 2))] == [NEWS, "收到意见"]
    assert told(first_lines(story(*lines), None)) == [
        (9, NEWS, ()),
        (9, NEWS, ()),
        (5, "收到意见", ()),
        (5, "立案", ()),
    ]


def test_what_was_decided_is_never_folded_away() -> None:
    found = Decided("fits", "符合条件：是", (), (), "是", (), (), "")
    lines = (line(9, "10:00", decisions=(found,)), line(9, "09:00", decisions=(found,)))
    assert len(told(first_lines(story(*lines), 10))) == 2
