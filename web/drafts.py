"""Drafts: what somebody typed into a task's form, kept on the server until it is submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from engine.db import Database, upsert
from web.models import draft as drafts


@dataclass(frozen=True, slots=True)
class Draft:
    """The entries as the browser sent them, nested by field path, and when they were kept."""

    content: dict[str, Any]
    saved_at: datetime | None = None


def load(connection: Connection, account: str, task_id: int) -> Draft:
    """The draft of one person for one task; an empty one if there is none."""
    mine = (drafts.c.account == account) & (drafts.c.task_id == task_id)
    row = connection.execute(select(drafts.c.content, drafts.c.saved_at).where(mine)).first()
    return Draft(orjson.loads(row.content), row.saved_at) if row else Draft({})


def save(database: Database, account: str, task_id: int, content: dict[str, Any], now: datetime) -> None:
    """Keep the entries; the newest overwrite the older."""
    row = {"account": account, "task_id": task_id, "content": orjson.dumps(content).decode(), "saved_at": now}
    with database.transaction() as connection:
        upsert(connection, drafts, [row], ["account", "task_id"])


def forget(connection: Connection, account: str, task_id: int) -> None:
    """The task is done: its draft has served."""
    mine = (drafts.c.account == account) & (drafts.c.task_id == task_id)
    connection.execute(delete(drafts).where(mine))
