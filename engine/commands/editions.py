"""An edition's row: entered once, opened by one person at a time, compared with its second entry; what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from engine.calendar import Calendar, Closures, YearDays, compare
from engine.db import Record, one_at_a_time
from engine.errors import BETWEEN, Finding, LaurelError, NotFound, NotOpen, Refused
from engine.history import record
from engine.models import calendar_edition
from engine.queries import calendar as queries
from engine.queries.calendar import CLOSURES
from engine.sentence import Sentence, Translate
from engine.unit import Unit

SHOWN = 5  # differences that a sentence names, of however many there are


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


def subject_of(content: YearDays | Closures) -> str:
    return str(content.year) if isinstance(content, YearDays) else CLOSURES


def insert_edition(work: Unit, subject: str, notice: Mapping[str, Any], content: YearDays | Closures) -> int:
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
        raise BeingEntered(what=named(subject), who="另一人", number="新") from error
    number = int(made.scalar_one())
    told = {"edition": number, "status": "entered", "subject": subject, "title": row["title"]}
    record(work.connection, work.pe.now(), work.actor.name, "calendar-edition", **told)
    return number


def open_edition(work: Unit, number: int, *states: str) -> Record:
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


def differences(row: Record, second: YearDays | Closures) -> list[dict[str, str]]:
    if subject_of(second) != row["subject"]:
        return [{"line": "year", "first": named(row["subject"]), "second": named(subject_of(second))}]
    return compare(row["content"], second.as_dict())


def check_not_twice(calendar: Calendar, days: YearDays, file: str, lines: Mapping[str, int]) -> None:
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


def named(subject: str) -> str:
    return Sentence("本地停办日") if subject == CLOSURES else Sentence("{year} 年的放假安排", year=subject)
