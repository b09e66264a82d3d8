"""What must hold for any year's notice; each rule holds for every year from 2004 on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from engine.calendar.days import YearDays
from engine.calendar.notice_entry import Entry, Report
from engine.sentence import Sentence

FEWEST, MOST = 245, 255  # announced years lie between 248 and 252
_FRIDAY: Final = 4
_LUNAR: Final = {"清明": (3, 4), "端午": (5, 6), "中秋": (9, 10)}  # off since 2008, with their months


def check_entry(entry: Entry, report: Report) -> None:
    """Report everything in a notice that cannot be right."""
    _check_make_up_days(entry, report)
    _check_bridging(entry, report)
    for message in _missing_statutory(entry.days):
        report.say("calendar-statutory", "rest", message)
    total = working_days_in(entry.days)
    if not FEWEST <= total <= MOST:
        message = Sentence(
            "全年共 {total} 个工作日，应在 {fewest} 至 {most} 之间；请核对放假和上班日期是否齐全",
            total=total,
            fewest=FEWEST,
            most=MOST,
        )
        report.say("calendar-total", "work", message)
    if entry.working_days not in (None, total):
        message = Sentence(
            "写明全年 {working_days} 个工作日，按所录日期是 {total} 个；请核对放假和上班日期",
            working_days=entry.working_days,
            total=total,
        )
        report.say("calendar-total", "working_days", message)


def _check_make_up_days(entry: Entry, report: Report) -> None:
    for day, key in entry.work_keys.items():
        if day.weekday() <= _FRIDAY:
            report.say("calendar-work", key, Sentence("调休上班日 {day} 不是周六或周日", day=day))
        if day in entry.days.off:
            report.say("calendar-work", key, Sentence("{day} 既列为放假又列为上班", day=day))


def _check_bridging(entry: Entry, report: Report) -> None:
    for day, key in entry.bridging.items():
        if day.weekday() > _FRIDAY:
            report.say("calendar-bridging", key, Sentence("调休放假日 {day} 本来就是周末", day=day))
        elif day not in entry.days.off:
            report.say("calendar-bridging", key, Sentence("调休放假日 {day} 不在任何放假区间里", day=day))


def _missing_statutory(days: YearDays) -> Iterator[str]:
    for day in _fixed_days(days.year):
        if day not in days.off:
            yield Sentence("法定节假日 {day} 没有放假", day=day)
    needed = 3 if days.year < 2025 else 4
    if _named(days, "春节", (1, 2)) < needed:
        yield Sentence("春节应在 1、2 月间放假至少 {needed} 天", needed=needed)
    for name, months in _LUNAR.items():
        if days.year >= 2008 and not _named(days, name, months):
            yield Sentence(
                "{name}节没有放假（应在 {month} 月或 {other} 月）",
                name=name,
                month=months[0],
                other=months[1],
            )


def _fixed_days(year: int) -> list[date]:
    """Statutory days with a fixed date: Labour Day had three until 2007, one until 2024, two since."""
    labour = 3 if year < 2008 else 1 if year < 2025 else 2
    days = [date(year, 1, 1)]
    days += [date(year, 5, 1 + i) for i in range(labour)]
    return days + [date(year, 10, 1 + i) for i in range(3)]


def _named(days: YearDays, name: str, months: tuple[int, ...]) -> int:
    return sum(name in given and day.month in months for day, given in days.off.items())


def working_days_in(days: YearDays) -> int:
    """How many working days the year has by its own notice."""
    first = date(days.year, 1, 1)
    year = (first + timedelta(days=i) for i in range((date(days.year + 1, 1, 1) - first).days))
    return sum(day in days.work or (day.weekday() <= _FRIDAY and day not in days.off) for day in year)
