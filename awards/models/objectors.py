"""Who objects, apart from the case: sealed field by field, and every look at it (J-32.1, H-25.1)."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from engine.db import Instant, metadata

objector = Table(
    "objector",
    metadata,
    Column("objection_key", String(200), primary_key=True),  # the objection's number: all that its case holds
    Column("scheme", String(60), nullable=False),
    Column("name", Text, nullable=False),  # this and the next two: sealed
    Column("contact", Text),
    Column("identity", Text),
    Column("kept_at", Instant, nullable=False),
)

objector_look = Table(
    "objector_look",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("objection_key", ForeignKey("objector.objection_key"), nullable=False),
    Column("account", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_objector_look_key", objector_look.c.objection_key, objector_look.c.id)

# By which mark this database knows the keys that lie outside of it.
office_key = Table(
    "office_key",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("mark", String(64), nullable=False),
)
