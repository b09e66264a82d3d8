"""Who listens for a signal: instances, and processes that begin with one."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint

from engine.db import Instant, metadata

signal_subscription = Table(
    "signal_subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("token", String(32), nullable=False),
    Column("element", String(200), nullable=False),
    Column("signal_name", String(200), nullable=False, index=True),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("instance_id", "token"),
)

# Which definition (the newest version) a signal starts; unlike a message it may start several processes.
signal_start = Table(
    "signal_start",
    metadata,
    Column("process_id", String(200), primary_key=True),
    Column("signal_name", String(200), primary_key=True, index=True),
    Column("element", String(200), nullable=False),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
)
