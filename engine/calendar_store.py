"""The calendar in the database: read with its closures, entered as a new edition of a year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from engine.calendar import Calendar, YearDays, announced
from engine.db import one_at_a_time
from engine.models import calendar_closure, calendar_day, calendar_edition, calendar_year

_PUBLISHED = select(func.max(calendar_edition.c.id)).where(calendar_edition.c.status == "published")


def load_calendar(connection: Connection) -> Calendar:
    """The newest edition of every year, with the closures; a database without years answers with the committed table."""
    newest = {
        row.year: row for row in connection.execute(select(calendar_year).order_by(calendar_year.c.edition))
    }
    if not newest:
        return announced()
    days: defaultdict[tuple[int, int], list[Row[Any]]] = defaultdict(list)
    for day in connection.execute(select(calendar_day)):
        days[day.year, day.edition].append(day)
    years: dict[int, YearDays] = {}
    for year, row in newest.items():
        mine = days[year, row.edition]
        years[year] = YearDays(
            status=row.status,
            off={d.day: d.name for d in mine if d.kind == "off"},
            work=frozenset(d.day for d in mine if d.kind == "work"),
            notice=row.notice,
            year=year,
        )
    return Calendar(edition_label(connection), years, closures(connection))


def edition_label(connection: Connection) -> str:
    """What derivations call the edition that counts now: its last year and the number of the publication."""
    last = connection.execute(select(func.max(calendar_year.c.year))).scalar()
    if last is None:
        return announced().edition
    return f"{last}-{connection.execute(_PUBLISHED).scalar() or 0}"


def closures(connection: Connection) -> dict[date, str]:
    """The local closures that count, with their reason."""
    query = select(calendar_closure).where(calendar_closure.c.lifted_by.is_(None))
    return {row.day: row.reason for row in connection.execute(query.order_by(calendar_closure.c.edition))}


def enter_year(connection: Connection, year: int, days: YearDays, *, by: str, at: datetime) -> int:
    """Write a year as its next edition; returns the edition's number."""
    one_at_a_time(connection, "calendar")
    query = select(calendar_year.c.edition).where(calendar_year.c.year == year)
    edition = max(connection.execute(query).scalars(), default=0) + 1
    head = {"year": year, "edition": edition, "status": days.status, "notice": days.notice}
    connection.execute(insert(calendar_year), {**head, "entered_at": at, "entered_by": by})
    rows = [(day, "off", name) for day, name in days.off.items()] + [(day, "work", "") for day in days.work]
    if rows:
        keys = ("day", "kind", "name")
        records = [{"year": year, "edition": edition, **dict(zip(keys, row, strict=True))} for row in rows]
        connection.execute(insert(calendar_day), records)
    return edition


def seed(connection: Connection, *, at: datetime) -> None:
    """Enter the committed years into a database that has none."""
    one_at_a_time(connection, "calendar")
    if connection.execute(select(calendar_year.c.year).limit(1)).first() is None:
        for year, days in announced().years.items():
            enter_year(connection, year, days, by="laurel", at=at)
