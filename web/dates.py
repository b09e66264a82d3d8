"""Days and instants as people write them. A period ends with its last day: 24:00 belongs to the day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar import Calendar
from engine.clock import SHANGHAI, business_date, last_day

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
NEAR = 2  # 临期: at most two working days left


@dataclass(frozen=True, slots=True)
class Remaining:
    """How much of a period is left: the tone (`bad`, `due` or none), the sentence, and the state's word."""

    tone: str
    text: str
    word: str


def day_text(day: date, today: date) -> str:
    """`9月30日 周三`, with the year only if it is not this one."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


def short_day(day: date) -> str:
    """`9月30日`"""
    return f"{day.month}月{day.day}日"


def clock_text(instant: datetime) -> str:
    """`14:32`, in Shanghai."""
    return f"{instant.astimezone(SHANGHAI):%H:%M}"


def limit_text(instant: datetime, today: date) -> str:
    """An end in words: a midnight is the 24:00 of the day before; a day's end is only the day."""
    local = instant.astimezone(SHANGHAI)
    day = day_text(last_day(instant), today)
    if (local.hour, local.minute) == (0, 0):
        return f"{day} 24:00"
    return day if (local.hour, local.minute) == (23, 59) else f"{day} {local:%H:%M}"


def moment_text(instant: datetime, today: date) -> str:
    """`今天 09:41` or `9月24日 周四 10:00`."""
    day = business_date(instant)
    return f"{'今天' if day == today else day_text(day, today)} {clock_text(instant)}"


def remaining(calendar: Calendar, today: date, due: date) -> Remaining:
    """Today is not counted, the due day is."""
    if due < today:
        over = calendar.count(due, today)
        return Remaining("bad", f"逾期 {over} 个工作日" if over else "逾期，尚不足 1 个工作日", "逾期")
    if due == today:
        return Remaining("due", "今天", "今日到期")
    left = calendar.count(today, due)
    return Remaining("due" if left <= NEAR else "", f"还剩 {left} 个工作日", "临期" if left <= NEAR else "")
