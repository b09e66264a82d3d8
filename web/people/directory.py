"""Who an account's or a group's id stands for, and where they are reached by mail."""

from __future__ import annotations

from sqlalchemy import Connection, select

from awards.directory import Recipient
from web.models import account


def recipients(connection: Connection, to: str) -> list[Recipient]:
    """The account of that name, else everybody in the group; those who may not sign in any more are left out."""
    query = select(account.c.name, account.c.display_name, account.c.mail, account.c.groups)
    active = query.where(account.c.disabled.is_(False)).order_by(account.c.name)
    rows = connection.execute(active.where(account.c.name == to)).all()
    if not rows and "." in to:
        rows = [row for row in connection.execute(active) if to in row.groups]
    return [Recipient(row.name, row.display_name, row.mail or "") for row in rows]
