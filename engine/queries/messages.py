"""Messages that nobody has taken: still waiting for a receiver, or expired not long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, and_, cast, exists, or_, select

from engine.db import Record, records
from engine.models import job, message

SHOWN = timedelta(days=30)  # how long an expired message is still listed


def untaken(connection: Connection, now: datetime, limit: int = 100) -> list[Record]:
    """Name, key, since (`published_at`), until (`expires_at`), sender, payload and status; the first to expire comes first.

    A message whose delivery is being tried is on its way and not listed. For administrators.
    """
    tried = exists().where(
        job.c.kind == "correlate",
        job.c.status.in_(("ready", "leased")),
        cast(job.c.payload["message"].as_string(), Integer) == message.c.id,
    )
    waits = and_(message.c.status == "waiting", ~tried)
    lost = and_(message.c.status == "expired", message.c.expires_at > now - SHOWN)
    columns = (
        message.c.id,
        message.c.name,
        message.c.correlation_key,
        message.c.published_at,
        message.c.published_by,
        message.c.payload,
        message.c.expires_at,
        message.c.status,
    )
    query = select(*columns).where(or_(waits, lost)).order_by(message.c.expires_at, message.c.id)
    return records(connection, query.limit(limit))
