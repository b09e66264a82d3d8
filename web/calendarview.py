"""What the calendar pages show: a year by months, its holidays, its editions, the dates that would move."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.calendar import Calendar, Closures, Day, YearDays, year_answer
from engine.clock import last_day
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.queries.visibility import visible_roots
from engine.retiming import Move, step_names

AHEAD: Final = 2  # years after the last announced one that may be looked at
_CLASSES: Final = {"workday": "", "weekend": "rest", "holiday": "rest holiday", "makeup": "makeup"}
_MARKS: Final = {"holiday": "休", "makeup": "班"}
_WORDS: Final = {"workday": "工作日", "weekend": "周末", "holiday": "放假", "makeup": "调休上班"}
STATES: Final = {
    "entered": ("due", "eye", "待复核"),
    "confirmed": ("run", "stamp", "待发布"),
    "published": ("done", "check", "已发布"),
    "withdrawn": ("", "x", "已撤回"),
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
        found.append(Month(f"{month}月", weeks, sum(day.working for day in days)))
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
        lines = [(day, f"停止办公（{why}）") for day, why in content.close.items()]
        return sorted(lines + [(day, "恢复办公") for day in content.lift])
    lines = [(day, f"放假（{name}）") for day, name in content.off.items()]
    return sorted(lines + [(day, "调休上班") for day in content.work])


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
    return "停办日" if row["subject"] == queries.CLOSURES else f"{row['subject']} 年放假安排"


def _cell(day: Day, closures: Mapping[date, str], today: date) -> Cell:
    closed = day.date in closures
    classes = [_CLASSES[day.kind], "closed" if closed else "", "" if day.confirmed else "guess"]
    classes += ["now"] if day.date == today else []
    word = f"停止办公（{day.name}）" if closed else _WORDS[day.kind]
    name = f"（{day.name}）" if day.name and not closed else ""
    certain = "" if day.confirmed else "，推定"
    words = f"{day.date.month}月{day.date.day}日 {word}{name}{certain}"
    mark = "停" if closed else _MARKS.get(day.kind, "")
    return Cell(day.date.day, " ".join(filter(None, classes)), mark, words)


def _changed(move: Move, case: Any, steps: Mapping[tuple[int | None, str | None], str]) -> Changed:
    note = "已告知的日期，不提前" if move.kept else "" if move.moved else "推定转为确定"
    return Changed(
        case_id=case.id if case else None,
        case=(case.business_key or f"第 {case.id} 号") if case else "无权查看的案件",
        step=steps.get((move.instance_id, move.element)) or move.element or "定时启动",
        old=last_day(move.old),
        new=last_day(move.new),
        note=note,
        how=_how(move),
    )


def _how(move: Move) -> str:
    """The derivation in one sentence: the counted days by the new calendar, and what they were."""
    return "；".join(_counted(was, now) for was, now in zip(move.was, move.now, strict=True))


def _counted(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    unit = {"working": "个工作日", "calendar": "个自然日", "year": "年"}[now["unit"]]
    return f"自 {now['start']} 起 {now['n']} {unit}：原到 {was['last_day']}，现到 {now['last_day']}"
