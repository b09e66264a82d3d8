"""What somebody asked for once: the token of a form that was sent, and what came of it."""

from sqlalchemy import Column, String, Table

from engine.db import Instant, metadata

request = Table(
    "request",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("token", String(100), primary_key=True),
    Column("answer", String(200)),  # null only inside the transaction that answers it
    Column("at", Instant, nullable=False, index=True),
)
