"""Notices on a page of working days: which run on which days, the last day of each, and who posted it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from flask import render_template
from sqlalchemy import Connection

from engine.calendar import Calendar
from engine.db import Record
from engine.queries import figures
from web.access import FIGURES, may
from web.cases import waiting
from web.figures.room import TABS, pages, room
from web.house import actor, calendar, engine, reading, today
from web.language import gettext as _
from web.people.accounts import display_names

AHEAD: Final = timedelta(days=14)  # how far the page looks at least
BACK: Final = timedelta(days=7)  # how long a notice that is over stays on the page
LONGEST: Final = 60  # days of the drawing
LABEL: Final = 210  # width of the names
DAY: Final = 44  # width of a working day
REST: Final = 20  # width of a run of rest days
HEAD: Final = 46  # height of the days' heads
ROW: Final = 32


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice with its period."""

    name: str
    case: str
    case_id: int
    start: date
    last: date
    number: int  # how many days it counts
    passed: int  # how many of them are over or run today
    unit: str
    over: bool
    provisional: bool
    poster: str


@dataclass(frozen=True, slots=True)
class Column:
    """A working day, or several rest days in one strip."""

    first: date
    last: date
    rest: bool
    x: int
    width: int
    now: bool
    word: str
    month: bool = False  # whether the month is written over it: the first working day of each


@dataclass(frozen=True, slots=True)
class Strip:
    """The bar of a notice in the drawing."""

    notice: Notice
    y: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing: its columns, its bars, its size."""

    columns: Sequence[Column]
    strips: Sequence[Strip]
    width: int
    height: int


@pages.get("/figures/notices")
@may(FIGURES)
def notices() -> str:
    where = room()
    with reading() as connection:
        found = _notices(connection, where.scheme, engine().now() - BACK)
        drawn = sheet(calendar(connection), today(), found)
    return render_template(
        "figures/notices.html", room=where, tabs=TABS, notices=found, sheet=drawn, label=LABEL
    )


def sheet(days: Calendar, now: date, found: Sequence[Notice]) -> Sheet | None:
    """The drawing of these notices around today; None if there is none. At most `LONGEST` days are drawn."""
    if not found:
        return None
    first = max(min(now, *(notice.start for notice in found)), now - timedelta(days=LONGEST // 2))
    last = min(max(now + AHEAD, *(notice.last for notice in found)), first + timedelta(days=LONGEST))
    columns = _columns(days, first, last, now)
    strips = [_strip(columns, notice, row) for row, notice in enumerate(found)]
    return Sheet(columns, strips, columns[-1].x + columns[-1].width + 8, HEAD + ROW * len(found) + 6)


def _columns(days: Calendar, first: date, last: date, now: date) -> list[Column]:
    columns: list[Column] = []
    at, written = LABEL, 0
    for working, run in groupby(days.days(first, last), key=lambda day: day.working):
        together = list(run)
        spans = [[day] for day in together] if working else [together]
        for span in spans:
            width = DAY if working else REST
            begin, end = span[0].date, span[-1].date
            name = next((day.name for day in span if day.name), "") or ""
            month = working and begin.month != written
            written = begin.month if working else written
            columns.append(Column(begin, end, not working, at, width, begin <= now <= end, name, month))
            at += width
    return columns


def _strip(columns: Sequence[Column], notice: Notice, row: int) -> Strip:
    """From the day of posting to the last day, as far as these days are drawn."""
    inside = [c for c in columns if c.last >= notice.start and c.first <= notice.last] or [columns[0]]
    begin, end = inside[0], inside[-1]
    return Strip(notice, HEAD + row * ROW, begin.x, end.x + end.width - begin.x)


def _notices(connection: Connection, scheme: str, since: datetime) -> list[Notice]:
    rows = figures.notices(connection, actor(), scheme, since)
    told = [(row, waiting.derivation(row["derivations"] or [])) for row in rows]
    posted = figures.posters(connection, [row["instance_id"] for row in rows])
    names = display_names(connection, posted.values())
    return [
        _notice(connection, row, counted, names.get(posted.get(row["instance_id"], ""), ""))
        for row, counted in told
        if counted
    ]


def _notice(connection: Connection, row: Record, counted: Mapping[str, Any], poster: str) -> Notice:
    definition = engine().definitions.get(connection, row["definition_id"]).definition
    days = [_day(day) for day in counted.get("days", [])]
    unit = _("工作日") if counted.get("rule") == "working-days" else _("自然日")
    return Notice(
        name=definition.name
        if row["instance_id"] != row["root_id"]
        else definition.elements[row["element"]].name,
        case=str(row["title"] or row["business_key"] or ""),
        case_id=row["root_id"],
        start=_day(counted["start"]),
        last=_day(counted["last_day"]),
        number=int(counted["n"]),
        passed=sum(day <= today() for day in days),
        unit=unit,
        over=row["status"] == "done",
        provisional=bool(row["provisional"]),
        poster=poster,
    )


def _day(value: Any) -> date:
    """A day of a derivation: a date, its ISO text, or the tagged value that FEEL writes."""
    if isinstance(value, Mapping):
        value = value["v"]
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
