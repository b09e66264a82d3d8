"""The announced years: rest days and make-up working days, with the notice that says so."""

from sqlalchemy import Column, Date, Integer, String, Table

from engine.db import Instant, metadata

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("edition", Integer, primary_key=True),
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
