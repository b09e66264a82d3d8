"""Editions of the calendar: which were published, which are being entered, and what each says."""

from __future__ import annotations

from sqlalchemy import Connection, select

from engine.calendar import Closures, YearDays
from engine.db import Record, record, records
from engine.models import calendar_edition, calendar_year

PENDING = ("entered", "confirmed")
CLOSURES = "closures"  # the subject of editions that are no year's


def editions(connection: Connection, *, subject: str | None = None, limit: int = 100) -> list[Record]:
    """Editions that were entered here, newest first."""
    query = select(calendar_edition).order_by(calendar_edition.c.id.desc()).limit(limit)
    if subject is not None:
        query = query.where(calendar_edition.c.subject == subject)
    return records(connection, query)


def edition(connection: Connection, number: int) -> Record | None:
    """One edition by its number."""
    return record(connection, select(calendar_edition).where(calendar_edition.c.id == number))


def pending(connection: Connection, subject: str) -> Record | None:
    """The edition of a subject (a year, or `closures`) that has not been published yet."""
    mine = calendar_edition.c.subject == subject
    return record(
        connection, select(calendar_edition).where(mine, calendar_edition.c.status.in_(PENDING)).limit(1)
    )


def year_editions(connection: Connection, year: int) -> list[Record]:
    """What was valid for a year, newest first: the notice, since when, entered by whom."""
    query = select(calendar_year).where(calendar_year.c.year == year)
    return records(connection, query.order_by(calendar_year.c.edition.desc()))


def content_of(row: Record) -> YearDays | Closures:
    """What an edition says, as the calendar understands it."""
    read = Closures if row["subject"] == CLOSURES else YearDays
    return read.from_dict(row["content"])
