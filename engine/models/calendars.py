"""The working-day calendar: editions as two people enter them, announced years, local closures."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text, text

from engine.db import Instant, metadata

# One change of the calendar: a year's notice or local closures, from its first entry to its publication.
calendar_edition = Table(
    "calendar_edition",
    metadata,
    Column("id", Integer, primary_key=True),  # the edition's number
    Column("subject", String(20), nullable=False),  # the year, or "closures"
    Column("title", String(400), nullable=False),
    Column("number", String(100), nullable=False),  # of the document
    Column("issued_on", Date),
    Column("link", String(400), nullable=False),
    Column("content", JSON, nullable=False),  # as the first person entered it
    Column("differences", JSON, nullable=False),  # of the last second entry that did not agree
    Column("status", String(10), nullable=False),  # entered | confirmed | published | withdrawn
    Column("entered_at", Instant, nullable=False),
    Column("entered_by", String(200), nullable=False),
    Column("confirmed_at", Instant),
    Column("confirmed_by", String(200)),
    Column("confirmed_how", String(10)),  # anew | read
    Column("published_at", Instant),
    Column("published_by", String(200)),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", String(200)),
    Column("outcome", JSON, nullable=False),  # how many dates moved, were kept, were confirmed
    Column("note", Text, nullable=False),
)
_pending = text("status IN ('entered', 'confirmed')")
Index(
    "ix_calendar_edition_pending",
    calendar_edition.c.subject,
    unique=True,
    sqlite_where=_pending,
    postgresql_where=_pending,
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("edition", Integer, primary_key=True),  # of this year, from 1
    Column("status", String(20), nullable=False),  # announced | amended
    Column("notice", String(400), nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("entered_by", String(200), nullable=False),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(10), nullable=False),  # off | work
    Column("name", String(60), nullable=False),
)

# Days on which the office is shut although the notices say otherwise; they count until they are lifted.
calendar_closure = Table(
    "calendar_closure",
    metadata,
    Column("day", Date, primary_key=True),
    Column("edition", ForeignKey("calendar_edition.id"), primary_key=True),
    Column("reason", String(200), nullable=False),
    Column("lifted_by", ForeignKey("calendar_edition.id")),
)
