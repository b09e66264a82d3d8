"""The entries of one person's inbox: how many are new, which there are, and that one has been seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from awards.models import reminder
from engine.db import Record, records
from engine.models import instance


def unseen(connection: Connection, account: str) -> int:
    """How many entries the person has not seen."""
    mine = (reminder.c.account == account) & reminder.c.seen_at.is_(None)
    return connection.execute(select(func.count()).select_from(reminder).where(mine)).scalar_one()


def page(
    connection: Connection, account: str, *, offset: int = 0, limit: int = 25
) -> tuple[list[Record], int]:
    """The person's entries, those not seen first, then newest first; and how many there are."""
    root = instance.c
    query = (
        select(reminder, root.business_key, root.title, root.process_id, func.count().over().label("total"))
        .join(instance, root.id == reminder.c.root_id)
        .where(reminder.c.account == account)
        .order_by(reminder.c.seen_at.is_not(None), reminder.c.id.desc())
    )
    rows = records(connection, query.offset(offset).limit(limit))
    return rows, rows[0]["total"] if rows else 0


def see(connection: Connection, account: str, number: int, now: datetime) -> bool:
    """Mark an entry as seen; False if the person has no such entry."""
    mine = (reminder.c.account == account) & (reminder.c.id == number)
    if connection.execute(select(reminder.c.id).where(mine)).first() is None:
        return False
    connection.execute(update(reminder).where(mine, reminder.c.seen_at.is_(None)).values(seen_at=now))
    return True


def see_all(connection: Connection, account: str, now: datetime) -> int:
    """Mark all entries of a person as seen; returns how many were new."""
    mine = (reminder.c.account == account) & reminder.c.seen_at.is_(None)
    return connection.execute(update(reminder).where(mine).values(seen_at=now)).rowcount
