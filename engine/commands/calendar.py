"""The calendar's editions: entered by one person, entered again by another, published with every date that moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import retiming
from engine.actor import Actor
from engine.calendar import YearDays, entry_from
from engine.calendar_store import load_calendar, seed
from engine.commands.editions import (
    BeingEntered,
    EntriesDiffer,
    NotConfirmed,
    SamePerson,
    check_not_twice,
    differences,
    insert_edition,
    named,
    open_edition,
    subject_of,
)
from engine.commands.publication import change, publish_in, with_edition
from engine.errors import NotAllowed, NotFound
from engine.process_engine import ProcessEngine
from engine.queries import calendar as queries
from engine.retiming import Move
from engine.sentence import Sentence
from engine.unit import unit

KEEPER = "calendar-keeper"  # the role of those who enter, at the end of a group's id


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
            check_not_twice(load_calendar(work.connection), content, file, lines or {})
        if (other := queries.pending(work.connection, subject)) is not None:
            raise BeingEntered(what=named(subject), who=other["entered_by"], number=other["id"])
        return insert_edition(work, subject, notice, content)


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
        row = open_edition(work, number, "entered")
        if row["entered_by"] == by.name:
            raise SamePerson(number=number, who=by.name)
        found = [] if second is None else differences(row, second)
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
        open_edition(work, number, "entered", "confirmed")
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
        row = open_edition(work, number, "entered", "confirmed")
        if row["status"] != "confirmed":
            raise NotConfirmed(number=number)
        return publish_in(work, row)


def load(pe: ProcessEngine, notice: Mapping[str, Any], by: Actor) -> int:
    """An edition as two people entered it, published at once: for rehearsals and tests; its number. Raises Refused."""
    content = entry_from(notice)
    with unit(pe, by) as work:
        seed(work.connection, at=pe.now())
        if isinstance(content, YearDays):
            check_not_twice(load_calendar(work.connection), content, "", {})
        number = insert_edition(work, subject_of(content), notice, content)
        confirmed = {"status": "confirmed", "confirmed_by": by.name, "confirmed_at": pe.now()}
        change(work, number, confirmed)
        publish_in(work, open_edition(work, number, "confirmed"))
    return number


def _check_may(by: Actor) -> None:
    if not may_keep(by):
        raise NotAllowed(what="放假安排", who="系统管理员或放假安排录入人", actor=by.name)
