"""Organisations that were renamed or merged: their old key points to the one under which they go on."""

from sqlalchemy import Column, Date, Integer, String, Table, Text

from engine.db import Instant, metadata

applicant_link = Table(
    "applicant_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("old", String(64), nullable=False, unique=True),
    Column("new", String(64), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("entered_by", String(200), nullable=False),
    Column("entered_at", Instant, nullable=False),
)
