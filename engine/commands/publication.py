"""What publishing an edition does, inside a command's transaction: the days, the dates, who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update

from engine import correlation, redating, retiming, signalling
from engine.calendar import Calendar, Closures, YearDays
from engine.calendar_store import enter_year, load_calendar
from engine.db import Record
from engine.heralds import DATE_EXTENDED, heard, herald
from engine.history import record
from engine.models import calendar_closure, calendar_edition, job, subscription
from engine.queries import calendar as queries
from engine.retiming import Move, step_names
from engine.signalling import Thrown
from engine.unit import Unit

PUBLISHED: Final = "shared.calendar-published"  # a signal to all, and a message to who waits for a year
LISTENED: Final = timedelta(days=1)  # whoever waits now and goes on before it comes has no need of it


def with_edition(calendar: Calendar, row: Record) -> Calendar:
    """The calendar as it will be when this edition is published."""
    content = queries.content_of(row)
    if isinstance(content, YearDays):
        last = max(content.year, *calendar.years)
        return calendar.with_year(f"{last}-{row['id']}", content)
    closed = {day: why for day, why in calendar.closures.items() if day not in content.lift}
    return Calendar(f"{max(calendar.years)}-{row['id']}", calendar.years, {**closed, **content.close})


def publish_in(work: Unit, row: Record) -> list[Move]:
    """Write the days, then move what is open: cases, then jobs and tasks, then signals, as everybody locks them."""
    pe, connection, now, by = work.pe, work.connection, work.pe.now(), work.actor.name
    old = load_calendar(connection)
    content = queries.content_of(row)
    if isinstance(content, YearDays):
        enter_year(connection, content.year, content, by=row["entered_by"], at=now)
    else:
        _close(work, row["id"], content)
    published = {"status": "published", "published_by": by, "published_at": now}
    change(work, row["id"], published)
    new = load_calendar(connection)
    redating.lock_roots(connection, new)
    found = list(retiming.moves(pe, connection, old, new, lock=True))
    told = {"edition": row["id"], "reason": row["title"]}
    redating.apply(connection, found, now=now, by=by, told=told)
    redating.try_held_again(connection, now, by)
    gone = list(retiming.passed(connection, new, now))
    redating.tell_passed(connection, gone, now=now, by=by, told=told)
    change(work, row["id"], {"outcome": {**_counts(found), "passed": len(gone)}})
    _tell_extended(work, row, found)
    _tell(work, row)
    work.after += [pe.forget_calendar, pe.wake.set]
    return found


def _close(work: Unit, number: int, content: Closures) -> None:
    lifted = update(calendar_closure).where(
        calendar_closure.c.day.in_([*content.lift, *content.close]), calendar_closure.c.lifted_by.is_(None)
    )
    work.connection.execute(lifted.values(lifted_by=number))
    rows = [{"day": day, "edition": number, "reason": reason} for day, reason in content.close.items()]
    if rows:
        work.connection.execute(insert(calendar_closure), rows)


def _tell_extended(work: Unit, row: Record, found: list[Move]) -> None:
    """Whoever posted a date that has become later is asked for a supplementary notice."""
    connection, extended = work.connection, [move for move in found if move.extended]
    if not extended or not heard(connection, DATE_EXTENDED):
        return
    names = step_names(work.pe, connection, extended)
    for move in extended:
        if move.root_id is not None:
            told = {name: move.facts[name] for name in ("day", "was_day")}
            element = names.get((move.instance_id, move.element)) or move.element
            what = {"element": element, "reason": row["title"], **told}
            mark = f"{move.id} · {row['id']}"
            herald(connection, DATE_EXTENDED, "extended", move.root_id, what, work.pe.now(), mark=mark)


def _tell(work: Unit, row: Record) -> None:
    """Who waits for a year hears of it by message, whoever looks after held dates by signal."""
    connection, now, by = work.connection, work.pe.now(), work.actor.name
    payload = {"calendar_edition": row["id"], "calendar_title": row["title"]}
    waits = select(subscription.c.id).where(
        subscription.c.message_name == PUBLISHED, subscription.c.correlation_key == row["subject"]
    )
    if connection.execute(waits.limit(1)).first() is not None:
        correlation.publish_in(
            connection, name=PUBLISHED, key=row["subject"], payload=payload, by=by, now=now, ttl=LISTENED
        )
    signalling.order(connection, {PUBLISHED}, ())
    heard_by = list(signalling.receivers(connection, Thrown(PUBLISHED, payload, by), now))
    if heard_by:
        connection.execute(insert(job), heard_by)


def change(work: Unit, number: int, values: Mapping[str, Any]) -> None:
    """Set columns of an edition; a new state of it is an entry of the house's history."""
    mine = update(calendar_edition).where(calendar_edition.c.id == number)
    work.connection.execute(mine.values(dict(values)))
    told = {name: values[name] for name in ("status", "differences") if values.get(name)}
    if told:
        record(work.connection, work.pe.now(), work.actor.name, "calendar-edition", edition=number, **told)


def _counts(found: list[Move]) -> dict[str, int]:
    moved = sum(move.moved for move in found)
    kept = sum(move.kept for move in found)
    certain = sum(
        not move.provisional and any(w["status"] == "provisional" for w in move.was) for move in found
    )
    return {"moved": moved, "kept": kept, "certain": certain}
