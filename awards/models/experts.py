"""Experts: their pools, their engagements for a cycle, whom they mentored and what ties them to applicants."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from engine.db import metadata

expert = Table(
    "expert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pool", String(100), nullable=False),
    Column("account", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("unit", String(200), nullable=False),
    Column("unit_key", String(64)),  # the unit's credit code, where it is known
    Column("source", String(60), nullable=False),  # by which way the expert came: nomination, award, …
    Column("entered_on", Date, nullable=False),
    Column("left_on", Date),
    UniqueConstraint("pool", "account"),
)
Index("ix_expert_account", expert.c.account)

# Engaged for one cycle; an engagement that has ended opens nothing any more (J-10.2, H-9.1).
engagement = Table(
    "engagement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scheme", String(60), nullable=False),
    Column("cycle", String(200), nullable=False),
    Column("account", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("unit", String(200), nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("commitment", String(100)),  # the text that was signed, by its version
    Column("committed_on", Date),
    Column("ended_on", Date),
    UniqueConstraint("scheme", "cycle", "account"),
)

# The mentor register: filed guidance, consulting or training of one organisation by one expert (J-14.1).
mentoring = Table(
    "mentoring",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("applicant", String(64), nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("ended_on", Date),
    Column("content", Text, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("case_key", String(200)),
)
Index("ix_mentoring_applicant", mentoring.c.applicant, mentoring.c.account)

# What experts declared about their ties to an applicant, in whichever case (J-29.3).
interest = Table(
    "interest",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(200), nullable=False),
    Column("applicant", String(64), nullable=False),
    Column(
        "kind", String(20), nullable=False
    ),  # employment | family | capital | consulting | competitor | other
    Column("declared_on", Date, nullable=False),
    Column("case_key", String(200)),
    UniqueConstraint("applicant", "account", "kind"),
)
