"""A posted notice as its page shows it: the frozen words, the countdown, the ruler, later supplements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from awards.publicity.shelf import Notice, Supplement
from engine.calendar import Calendar
from web import ruler
from web.dates import remaining
from web.language import gettext as _
from web.language import noop as N_

# Word, tone and icon of each state; a call that runs is open for applications.
STATES = {
    "running": (N_("公示中"), "run", "horn"),
    "open": (N_("受理中"), "run", "play"),
    "over": (N_("已结束"), "", "check"),
    "stopped": (N_("已停止"), "hold", "pause"),
    "replaced": (N_("已重新张贴"), "hold", "retry"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The state of a notice: word, tone and icon."""

    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in a list."""

    notice: Notice
    badge: Badge
    left: str  # how much is left of one that runs


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice on its own page."""

    line: Line
    picture: ruler.Ruler | None
    paper: ruler.Ruler | None  # the same where no day is today
    columns: Sequence[tuple[str, str]]  # field and heading
    supplements: Sequence[Supplement]
    earliest: date | None  # of a provisional end
    latest: date | None


COLUMNS = (("name", N_("名称")), ("unit", N_("单位")), ("award", N_("奖项")), ("case", N_("案件编号")))


def line(notice: Notice, calendar: Calendar, today: date) -> Line:
    """The notice with its state and what is left, in words."""
    state = "open" if notice.kind == "call" and notice.state == "running" else notice.state
    word, tone, icon = STATES[state]
    return Line(notice, Badge(_(word), tone, icon), _left(notice, calendar, today))


def shown(notice: Notice, calendar: Calendar, today: date, later: Sequence[Supplement]) -> Shown:
    """All that the page of one notice shows."""
    derivation = notice.derivation
    word = _("张贴")
    picture, paper = (
        ruler.period(calendar, derivation, day, first_word=word) if derivation else None
        for day in (today, date.min)
    )
    filled = [
        (field, _(text))
        for field, text in COLUMNS
        if any(item.get(field) for item in notice.content["items"])
    ]
    bounds = _bounds(derivation) if notice.provisional else (None, None)
    return Shown(line(notice, calendar, today), picture, paper, filled, later, *bounds)


def years(lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Lines by the year in which they were posted, the newest first."""
    found: dict[int, list[Line]] = {}
    for one in lines:
        found.setdefault(one.notice.posted_on.year, []).append(one)
    return sorted(found.items(), reverse=True)


def _left(notice: Notice, calendar: Calendar, today: date) -> str:
    if notice.state != "running" or notice.closes_on is None:
        return ""
    if today > notice.closes_on:
        return _("截止日期待定") if notice.provisional else _("已到期")
    if today == notice.closes_on:
        return _("今天 24:00 止")
    return remaining(calendar, today, notice.closes_on).text


def _bounds(derivation: Mapping[str, Any] | None) -> tuple[date | None, date | None]:
    known = derivation or {}
    first, last = (str(known[name])[:10] if known.get(name) else "" for name in ("earliest", "latest"))
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
