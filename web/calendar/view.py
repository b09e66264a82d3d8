"""What the calendar pages show: a year by months, its holidays, its editions, the dates that would move."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import get_month_names
from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.calendar import Calendar, Closures, Day, YearDays, year_answer
from engine.clock import last_day
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.queries.visibility import visible_roots
from engine.retiming import Move, step_names
from web.dates import short_day
from web.language import current
from web.language import gettext as _
from web.language import noop as N_

AHEAD: Final = 2  # years after the last announced one that may be looked at
_CLASSES: Final = {"workday": "", "weekend": "rest", "holiday": "rest holiday", "makeup": "makeup"}
_MARKS: Final = {"holiday": N_("休"), "makeup": N_("班")}
_WORDS: Final = {
    "workday": N_("工作日"),
    "weekend": N_("周末"),
    "holiday": N_("放假"),
    "makeup": N_("调休上班"),
}
STATES: Final = {
    "entered": ("due", "eye", N_("待复核")),
    "confirmed": ("run", "stamp", N_("待发布")),
    "published": ("done", "check", N_("已发布")),
    "withdrawn": ("", "x", N_("已撤回")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One day in its month's grid: the number, a mark (休, 班, 停) and what it means in words."""

    number: int
    classes: str
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells; None where a week reaches into another month."""

    name: str
    weeks: list[list[Cell | None]]
    working_days: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of a preview: the case (its key and address if it may be seen), the step, old and new last day."""

    case_id: int | None
    case: str
    step: str
    old: date
    new: date
    note: str
    how: str


def years(calendar: Calendar) -> range:
    """The years that may be looked at."""
    return range(min(calendar.years), max(calendar.years) + AHEAD + 1)


def months(calendar: Calendar, year: int, today: date) -> list[Month]:
    """The twelve months of a year."""
    found = []
    for month in range(1, 13):
        last = months_of.monthrange(year, month)[1]
        days = calendar.days(date(year, month, 1), date(year, month, last))
        cells: list[Cell | None] = [None] * days[0].date.weekday()
        cells += [_cell(day, calendar.closures, today) for day in days]
        cells += [None] * (-len(cells) % 7)
        weeks = [cells[i : i + 7] for i in range(0, len(cells), 7)]
        found.append(
            Month(
                _(
                    "%(month)s月",
                    month=month,
                    name=get_month_names("wide", locale=current().replace("-", "_"))[month],
                ),
                weeks,
                sum(day.working for day in days),
            )
        )
    return found


def holidays(calendar: Calendar, year: int) -> list[dict[str, Any]]:
    """Each range of rest days with its name and length, closures among them, as dates."""
    ranges = year_answer(calendar, year)["rest"]
    read = date.fromisoformat
    found = [{"name": r["name"], "first": read(r["from"]), "last": read(r["to"])} for r in ranges]
    return [{**r, "days": (r["last"] - r["first"]).days + 1} for r in found]


def makeup_days(calendar: Calendar, year: int) -> list[date]:
    """The weekend days that are worked."""
    return [date.fromisoformat(day) for day in year_answer(calendar, year)["work"]]


def told_days(content: YearDays | Closures) -> list[tuple[date, str]]:
    """What an edition says, a day a line."""
    if isinstance(content, Closures):
        lines = [(day, _("停止办公（%(why)s）", why=why)) for day, why in content.close.items()]
        return sorted(lines + [(day, _("恢复办公")) for day in content.lift])
    lines = [(day, _("放假（%(name)s）", name=name)) for day, name in content.off.items()]
    return sorted(lines + [(day, _("调休上班")) for day in content.work])


def changed(pe: ProcessEngine, connection: Connection, moves: Sequence[Move], by: Actor) -> list[Changed]:
    """A preview's rows; of cases that the asker may not see only the dates are told."""
    roots = sorted({m.root_id for m in moves if m.root_id is not None})
    columns = (instance.c.id, instance.c.business_key, instance.c.title)
    seen = select(*columns).where(instance.c.id.in_(roots), visible_roots(by))
    cases = {row.id: row for row in connection.execute(seen)}
    steps = step_names(pe, connection, moves)
    return [_changed(m, cases.get(m.root_id), steps) for m in moves]


def subject_name(row: Mapping[str, Any]) -> str:
    """What an edition is about."""
    return (
        _("停办日") if row["subject"] == queries.CLOSURES else _("%(year)s 年放假安排", year=row["subject"])
    )


def _cell(day: Day, closures: Mapping[date, str], today: date) -> Cell:
    closed = day.date in closures
    classes = [_CLASSES[day.kind], "closed" if closed else "", "" if day.confirmed else "guess"]
    classes += ["now"] if day.date == today else []
    word = _("停止办公（%(name)s）", name=day.name) if closed else _(_WORDS[day.kind])
    name = _("（%(name)s）", name=day.name) if day.name and not closed else ""
    certain = "" if day.confirmed else _("，推定")
    words = _(
        "%(day)s %(word)s%(name)s%(certain)s",
        day=short_day(day.date),
        word=word,
        name=name,
        certain=certain,
    )
    mark = _("停") if closed else _(_MARKS.get(day.kind, ""))
    return Cell(day.date.day, " ".join(filter(None, classes)), mark, words)


def _changed(move: Move, case: Any, steps: Mapping[tuple[int | None, str | None], str]) -> Changed:
    note = _("已告知的日期，不提前") if move.kept else "" if move.moved else _("推定转为确定")
    return Changed(
        case_id=case.id if case else None,
        case=(case.business_key or _("第 %(id)s 号", id=case.id)) if case else _("无权查看的案件"),
        step=steps.get((move.instance_id, move.element)) or move.element or _("定时启动"),
        old=last_day(move.old),
        new=last_day(move.new),
        note=note,
        how=_how(move),
    )


def _how(move: Move) -> str:
    """The derivation in one sentence: the counted days by the new calendar, and what they were."""
    return _("；").join(_counted(was, now) for was, now in zip(move.was, move.now, strict=True))


def _counted(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    unit = {"working": _("个工作日"), "calendar": _("个自然日"), "year": _("年")}[now["unit"]]
    return _(
        "自 %(start)s 起 %(n)s %(unit)s：原到 %(was)s，现到 %(now)s",
        start=now["start"],
        n=now["n"],
        unit=unit,
        was=was["last_day"],
        now=now["last_day"],
    )
