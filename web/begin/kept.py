"""What was typed into a form on a page of its own, kept for its owner until it is submitted or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, delete, select

from engine.db import upsert
from web.models import entry_draft


@dataclass(frozen=True, slots=True)
class Kept:
    """The entries of one page, and when they were kept; nothing of a page on which nothing was typed."""

    content: Mapping[str, Any] = field(default_factory=dict)
    saved_at: datetime | None = None


def load(connection: Connection, account: str, page: str, form: str) -> Kept:
    """What is kept of one person's page, as far as it is of this form."""
    columns = (entry_draft.c.content, entry_draft.c.saved_at)
    row = connection.execute(
        select(*columns).where(_of(account, page), entry_draft.c.form == form)
    ).one_or_none()
    return Kept(orjson.loads(row.content), row.saved_at) if row is not None else Kept()


def newest(connection: Connection, account: str, form: str) -> tuple[str, datetime] | None:
    """The page of this form that this person touched last and has not submitted, and when that was."""
    mine = (entry_draft.c.account == account) & (entry_draft.c.form == form)
    query = select(entry_draft.c.page, entry_draft.c.saved_at).where(mine)
    row = connection.execute(query.order_by(entry_draft.c.saved_at.desc()).limit(1)).one_or_none()
    return (row.page, row.saved_at) if row is not None else None


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
