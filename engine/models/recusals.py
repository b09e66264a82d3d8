"""Recusals: who has stepped back from a case; until it ends and afterwards, it is closed to them."""

from sqlalchemy import Column, ForeignKey, String, Table

from engine.db import Instant, metadata

recusal = Table(
    "recusal",
    metadata,
    Column("root_id", ForeignKey("instance.id"), primary_key=True),
    Column("account", String(200), primary_key=True, index=True),
    Column("element", String(200), nullable=False),  # the user task where it was declared
    Column("at", Instant, nullable=False),
)
