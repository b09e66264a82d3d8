"""Days and instants as people write them. A period ends with its last day: 24:00 belongs to the day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from babel.dates import get_day_names, get_month_names

from engine.calendar import Calendar
from engine.clock import SHANGHAI, business_date, last_day
from web.language import current, ngettext
from web.language import gettext as _
from web.language import noop as N_

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
NEAR = 2  # 临期: at most two working days left


@dataclass(frozen=True, slots=True)
class Remaining:
    """How much of a period is left: the tone (`bad`, `due` or none), the sentence, and the state's word."""

    tone: str
    text: str
    word: str


def day_text(day: date, today: date) -> str:
    """`9月30日 周三`, with the year only if it is not this one; in English `Wed 30 Sep`."""
    text = short_day(day)
    if day.year != today.year:
        text = _("%(year)s年%(date)s", year=day.year, date=text)
    return _("%(date)s %(weekday)s", date=text, weekday=_(WEEKDAYS[day.weekday()]))


def short_day(day: date) -> str:
    """`9月30日`; in English `30 Sep`."""
    name = _month_names(current())[day.month]
    return _("%(month)s月%(day)s日", month=day.month, day=day.day, name=name)


@cache
def _month_names(language: str) -> dict[int, str]:
    """By month. Babel finds its locale anew each time, and a list of tasks has a hundred days."""
    return dict(get_month_names("abbreviated", locale=language.replace("-", "_")))


def weekday_names() -> list[tuple[str, str]]:
    """The heads of a month's table: each day of the week in full and in short."""
    short = get_day_names("narrow", locale=current().replace("-", "_"))
    return [(_(name), short[number]) for number, name in enumerate(WEEKDAYS)]


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
    return f"{_('今天') if day == today else day_text(day, today)} {clock_text(instant)}"


def remaining(calendar: Calendar, today: date, due: date) -> Remaining:
    """Today is not counted, the due day is."""
    if due < today:
        over = calendar.count(due, today)
        late = ngettext("逾期 %(n)s 个工作日", "逾期 %(n)s 个工作日", over)
        return Remaining("bad", late if over else _("逾期，尚不足 1 个工作日"), N_("逾期"))
    if due == today:
        return Remaining("due", _("今天"), N_("今日到期"))
    left = calendar.count(today, due)
    text = ngettext("还剩 %(n)s 个工作日", "还剩 %(n)s 个工作日", left)
    return Remaining("due" if left <= NEAR else "", text, N_("临期") if left <= NEAR else "")
