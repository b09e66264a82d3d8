"""Escalations that nobody caught: the case went on, and somebody should know."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, literal, select

from engine.db import Record, records
from engine.models import history, instance

ESCALATED = "escalation-uncaught"  # the kernel's word, told in the history
SHOWN = timedelta(days=30)


def uncaught(connection: Connection, now: datetime, limit: int = 100) -> list[Record]:
    """Those of the last thirty days, newest first: when, code (in `facts`), element, and the case. For administrators."""
    root = instance.alias("root")
    query = (
        select(
            history.c.id,
            history.c.at,
            history.c.element,
            history.c.facts,
            history.c.root_id,
            instance.c.definition_id,
            root.c.business_key,
            root.c.title,
        )
        .join(instance, instance.c.id == history.c.instance_id)
        .join(root, root.c.id == history.c.root_id)
        .where(history.c.kind == literal(ESCALATED, literal_execute=True), history.c.at > now - SHOWN)
    )
    return records(connection, query.order_by(history.c.id.desc()).limit(limit))
