"""What was typed into a form on a page of its own, kept for its owner until it is submitted or forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, delete, select

from engine.db import upsert
from web.models import entry_draft


def load(connection: Connection, account: str, page: str, form: str) -> dict[str, Any]:
    """The entries of one person's page, as far as they are of this form; else nothing."""
    query = select(entry_draft.c.content).where(_of(account, page), entry_draft.c.form == form)
    content = connection.execute(query).scalar()
    return orjson.loads(content) if content is not None else {}


def save(
    connection: Connection, account: str, page: str, form: str, content: dict[str, Any], now: datetime
) -> None:
    """Keep the entries; what the same page sent before gives way."""
    row = {"account": account, "page": page, "form": form, "saved_at": now}
    row["content"] = orjson.dumps(content).decode()
    upsert(connection, entry_draft, [row], ["account", "page"])


def forget(connection: Connection, account: str, page: str) -> None:
    """It was submitted."""
    connection.execute(delete(entry_draft).where(_of(account, page)))


def _of(account: str, page: str) -> ColumnElement[bool]:
    return (entry_draft.c.account == account) & (entry_draft.c.page == page)
