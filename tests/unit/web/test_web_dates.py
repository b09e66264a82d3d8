"""Dates as people write them, and how much of a period is left."""

from datetime import date, datetime

import pytest

from engine.calendar import announced
from engine.clock import last_day
from web.dates import day_text, limit_text, moment_text, remaining

CALENDAR = announced()
TODAY = date(2026, 9, 28)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_year_is_written_only_if_it_is_another() -> None:
    assert day_text(date(2026, 9, 30), TODAY) == "9月30日 周三"
    assert day_text(date(2027, 1, 5), TODAY) == "2027年1月5日 周二"


def test_midnight_is_the_end_of_the_day_before() -> None:
    midnight = at("2026-10-10T00:00:00+08:00")
    assert last_day(midnight) == date(2026, 10, 9)
    assert limit_text(midnight, TODAY) == "10月9日 周五 24:00"
    assert limit_text(at("2026-10-09T23:59:59+08:00"), TODAY) == "10月9日 周五"
    assert limit_text(at("2026-10-09T09:00:00+00:00"), TODAY) == "10月9日 周五 17:00"


def test_a_moment_of_today() -> None:
    assert moment_text(at("2026-09-28T01:41:00+00:00"), TODAY) == "今天 09:41"
    assert moment_text(at("2026-09-23T16:30:00+00:00"), TODAY) == "9月24日 周四 00:30"


@pytest.mark.parametrize(
    ("due", "tone", "text", "word"),
    [
        # 24 September was a Thursday, 25–27 Mid-Autumn: one working day (the 28th) has gone by.
        (date(2026, 9, 24), "bad", "逾期 1 个工作日", "逾期"),
        (date(2026, 9, 27), "bad", "逾期 1 个工作日", "逾期"),
        (date(2026, 9, 28), "due", "今天", "今日到期"),
        (date(2026, 9, 30), "due", "还剩 2 个工作日", "临期"),
        (date(2026, 10, 8), "", "还剩 3 个工作日", ""),
        (date(2026, 10, 10), "", "还剩 5 个工作日", ""),
    ],
)
def test_what_is_left(due: date, tone: str, text: str, word: str) -> None:
    left = remaining(CALENDAR, TODAY, due)
    assert (left.tone, left.text, left.word) == (tone, text, word)


def test_overdue_over_a_weekend_only() -> None:
    assert remaining(CALENDAR, date(2026, 11, 21), date(2026, 11, 20)).text == "逾期，尚不足 1 个工作日"
