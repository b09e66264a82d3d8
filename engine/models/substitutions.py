"""Substitutions: who acts for whom while somebody is away, from one day to another."""

from sqlalchemy import Column, Date, Index, Integer, String, Table

from engine.db import Instant, metadata

substitution = Table(
    "substitution",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("absent", String(200), nullable=False),
    Column("substitute", String(200), nullable=False),
    Column("scheme", String(200), nullable=False),  # empty: every scheme
    Column("from_on", Date, nullable=False),  # both days of Shanghai, both included
    Column("until_on", Date, nullable=False),
    Column("entered_by", String(200), nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("ended_at", Instant),  # before its last day, by somebody
    Column("ended_by", String(200)),
)
Index("ix_substitution_substitute", substitution.c.substitute, substitution.c.until_on)
Index("ix_substitution_absent", substitution.c.absent, substitution.c.until_on)
