"""Who is in an incubation pool, and what winners still owe."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text

from engine.db import metadata

pool_member = Table(
    "pool_member",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String(100), nullable=False),
    Column("applicant", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("channel", String(60), nullable=False),
    Column("entered_on", Date, nullable=False),
    Column("left_on", Date),
    Column("reason", Text),
    Column("case_key", String(200)),
)
Index("ix_pool_member_applicant", pool_member.c.applicant, pool_member.c.pool)

# Duties with a date: reports, visits, retention. They outlive the rule under which they arose (AMB-24).
obligation = Table(
    "obligation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme", String(60), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("applicant", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("reference", String(200)),
    Column("lapsed", Boolean, nullable=False),  # created when its rule was no longer in force
    Column("created_on", Date, nullable=False),
    Column("met_on", Date),
)
Index("ix_obligation_due", obligation.c.due_on)
Index("ix_obligation_applicant", obligation.c.applicant)
