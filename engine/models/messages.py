"""Messages waiting for a receiver, and receivers waiting for a message."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from engine.db import Instant, metadata

subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("root_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("token", String(32), nullable=False),
    Column("element", String(200), nullable=False),
    Column("message_name", String(200), nullable=False),
    Column("correlation_key", String(400), nullable=False),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("instance_id", "token"),
)
Index("ix_subscription_message", subscription.c.message_name, subscription.c.correlation_key)

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", String(200), unique=True),  # the sender's own id: the same one is taken once
    Column("name", String(200), nullable=False),
    Column("correlation_key", String(400), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("published_by", String(200), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting | delivered | expired | given up
    Column("receiver_id", ForeignKey("instance.id")),
    Column("delivered_at", Instant),
)
Index("ix_message_waiting", message.c.name, message.c.correlation_key, message.c.status)
