"""The calendar's editions: entered by one person, entered again by another, published with every date that moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from engine import retiming
from engine.actor import Actor
from engine.calendar import Calendar, Closures, YearDays, compare, entry_from
from engine.calendar_store import load_calendar, seed
from engine.commands.publication import change, publish_in, with_edition
from engine.db import Record, one_at_a_time
from engine.errors import BETWEEN, Finding, LaurelError, NotAllowed, NotFound, NotOpen, Refused
from engine.history import record
from engine.models import calendar_edition
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.queries.calendar import CLOSURES
from engine.retiming import Move
from engine.sentence import Sentence, Translate
from engine.unit import Unit, unit

SHOWN = 5  # differences that a sentence names, of however many there are
KEEPER = "calendar-keeper"  # the role of those who enter, at the end of a group's id


class BeingEntered(LaurelError):
    """{what}已由{who}录入第 {number} 版，还没有发布；请由另一人复核那一版，或先撤回它。"""

    code, status = "calendar-being-entered", 409


class SamePerson(LaurelError):
    """第 {number} 版是{who}录入的，须由另一个人复核；同一个人不能录两遍。"""

    code, status = "calendar-same-person", 409


class EntriesDiffer(LaurelError):
    """两次录入有 {count} 处不一致，没有通过复核：{told}。请两人对照通知原文，改正录错的一份。"""

    code, status = "calendar-differs", 422

    def __init__(self, differences: list[dict[str, str]]) -> None:
        self.differences = differences
        super().__init__(count=len(differences))

    def told(self, translate: Translate) -> dict[str, Any]:
        some = (
            Sentence("{line} 第一次“{first}”、第二次“{second}”", **one) for one in self.differences[:SHOWN]
        )
        more = "……" if len(self.differences) > SHOWN else ""
        return {
            **super().told(translate),
            "told": translate(BETWEEN).join(one.said(translate) for one in some) + more,
        }


class NotConfirmed(LaurelError):
    """第 {number} 版还没有经第二人复核，不能发布。"""

    code, status = "calendar-not-confirmed", 409


def may_keep(by: Actor) -> bool:
    """Whether somebody may enter, confirm and publish editions."""
    return by.admin or any(group.rpartition(".")[2] == KEEPER for group in by.groups)


def enter(
    pe: ProcessEngine,
    notice: Mapping[str, Any],
    by: Actor,
    *,
    file: str = "",
    lines: Mapping[str, int] | None = None,
) -> int:
    """The first entry of a notice (`entry_from`); the number of the new edition.

    Raises Refused with the lines, BeingEntered, NotAllowed.
    """
    _check_may(by)
    content = entry_from(notice, file, lines)
    subject = subject_of(content)
    with unit(pe, by) as work:
        seed(work.connection, at=pe.now())
        if isinstance(content, YearDays):
            _check_not_twice(load_calendar(work.connection), content, file, lines or {})
        if (other := queries.pending(work.connection, subject)) is not None:
            raise BeingEntered(what=_named(subject), who=other["entered_by"], number=other["id"])
        return _insert(work, subject, notice, content)


def confirm(
    pe: ProcessEngine,
    number: int,
    by: Actor,
    notice: Mapping[str, Any] | None = None,
    *,
    file: str = "",
    lines: Mapping[str, int] | None = None,
) -> None:
    """The second entry by another person: entered anew (`notice`), or read against the text (without).

    Raises Refused, EntriesDiffer (kept with the edition), SamePerson, NotFound, NotOpen, NotAllowed.
    """
    _check_may(by)
    second = None if notice is None else entry_from(notice, file, lines)
    with unit(pe, by) as work:
        row = _open(work, number, "entered")
        if row["entered_by"] == by.name:
            raise SamePerson(number=number, who=by.name)
        found = [] if second is None else _differences(row, second)
        values: dict[str, Any] = {"differences": found}
        if not found:
            how = "read" if second is None else "anew"
            values |= {"status": "confirmed", "confirmed_by": by.name, "confirmed_at": pe.now()}
            values |= {"confirmed_how": how}
        change(work, number, values)
    if found:
        raise EntriesDiffer(found)


def withdraw(pe: ProcessEngine, number: int, by: Actor) -> None:
    """Give up an edition that was not published; another may be entered. Raises NotFound, NotOpen, NotAllowed."""
    _check_may(by)
    with unit(pe, by) as work:
        _open(work, number, "entered", "confirmed")
        values = {"status": "withdrawn", "withdrawn_by": by.name, "withdrawn_at": pe.now()}
        change(work, number, values)


def preview(pe: ProcessEngine, number: int, by: Actor) -> list[Move]:
    """Every open date that publishing this edition would move, keep or make certain. Raises NotFound, NotAllowed."""
    _check_may(by)
    with pe.database.reading() as connection:
        row = queries.edition(connection, number)
        if row is None:
            raise NotFound(what=Sentence("日历第 {number} 版", number=number))
        old = load_calendar(connection)
        return list(retiming.moves(pe, connection, old, with_edition(old, row)))


def passed(pe: ProcessEngine, number: int, by: Actor) -> list[Move]:
    """What has been released by now, though this edition would have it wait. Raises NotFound, NotAllowed."""
    _check_may(by)
    with pe.database.reading() as connection:
        row = queries.edition(connection, number)
        if row is None:
            raise NotFound(what=Sentence("日历第 {number} 版", number=number))
        if row["status"] == "published":
            return retiming.told_passed(connection, number)
        return list(retiming.passed(connection, with_edition(load_calendar(connection), row), pe.now()))


def publish(pe: ProcessEngine, number: int, by: Actor) -> list[Move]:
    """Let an edition count from now on, and move all open dates in the same commit; the dates that it touched.

    Raises NotConfirmed, NotFound, NotOpen, NotAllowed.
    """
    _check_may(by)
    with unit(pe, by) as work:
        row = _open(work, number, "entered", "confirmed")
        if row["status"] != "confirmed":
            raise NotConfirmed(number=number)
        return publish_in(work, row)


def load(pe: ProcessEngine, notice: Mapping[str, Any], by: Actor) -> int:
    """An edition as two people entered it, published at once: for rehearsals and tests; its number. Raises Refused."""
    content = entry_from(notice)
    with unit(pe, by) as work:
        seed(work.connection, at=pe.now())
        if isinstance(content, YearDays):
            _check_not_twice(load_calendar(work.connection), content, "", {})
        number = _insert(work, subject_of(content), notice, content)
        confirmed = {"status": "confirmed", "confirmed_by": by.name, "confirmed_at": pe.now()}
        change(work, number, confirmed)
        publish_in(work, _open(work, number, "confirmed"))
    return number


def subject_of(content: YearDays | Closures) -> str:
    return str(content.year) if isinstance(content, YearDays) else CLOSURES


def _insert(work: Unit, subject: str, notice: Mapping[str, Any], content: YearDays | Closures) -> int:
    issued = notice.get("published")
    row: dict[str, Any] = {
        "subject": subject,
        "title": content.notice if isinstance(content, YearDays) else str(notice["notice"]).strip(),
        "number": str(notice.get("number") or ""),
        "issued_on": date.fromisoformat(str(issued)) if issued else None,
        "link": str(notice.get("link") or ""),
        "content": content.as_dict(),
        "differences": [],
        "status": "entered",
        "entered_at": work.pe.now(),
        "entered_by": work.actor.name,
        "outcome": {},
        "note": "",
    }
    try:
        made = work.connection.execute(insert(calendar_edition).returning(calendar_edition.c.id), row)
    except IntegrityError as error:  # entered by somebody else at this moment
        raise BeingEntered(what=_named(subject), who="另一人", number="新") from error
    number = int(made.scalar_one())
    told = {"edition": number, "status": "entered", "subject": subject, "title": row["title"]}
    record(work.connection, work.pe.now(), work.actor.name, "calendar-edition", **told)
    return number


def _open(work: Unit, number: int, *states: str) -> Record:
    """The edition, nobody else touching the calendar until this transaction ends. Raises NotFound, NotOpen."""
    one_at_a_time(work.connection, "calendar")
    row = queries.edition(work.connection, number)
    if row is None:
        raise NotFound(what=Sentence("日历第 {number} 版", number=number))
    if row["status"] not in states:
        words = {
            "entered": Sentence("录入"),
            "confirmed": Sentence("复核"),
            "published": Sentence("发布"),
            "withdrawn": Sentence("撤回"),
        }
        raise NotOpen(what=Sentence("日历第 {number} 版", number=number), state=words[row["status"]])
    return row


def _differences(row: Record, second: YearDays | Closures) -> list[dict[str, str]]:
    if subject_of(second) != row["subject"]:
        return [{"line": "year", "first": _named(row["subject"]), "second": _named(subject_of(second))}]
    return compare(row["content"], second.as_dict())


def _check_not_twice(calendar: Calendar, days: YearDays, file: str, lines: Mapping[str, int]) -> None:
    """A year that is known may only be amended, and only a known year may be."""
    known = days.year in calendar.years
    if known and days.status == "announced":
        message = Sentence(
            "{year} 年的放假安排已经录入；国务院办公厅另有调整的，请写 status: amended", year=days.year
        )
        raise Refused([Finding("calendar-year-twice", message, file, "year", lines.get("year"))])
    if not known and days.status == "amended":
        message = Sentence("{year} 年的放假安排还没有录入，谈不上调整", year=days.year)
        raise Refused([Finding("calendar-amended", message, file, "status", lines.get("status"))])


def _named(subject: str) -> str:
    return Sentence("本地停办日") if subject == CLOSURES else Sentence("{year} 年的放假安排", year=subject)


def _check_may(by: Actor) -> None:
    if not may_keep(by):
        raise NotAllowed(what="放假安排", who="系统管理员或放假安排录入人", actor=by.name)
