"""Drafts: what somebody typed into a task's form, kept on the server until it is submitted.

A page says which version of the draft it was read from. What comes from a page that has not seen the newest
version overwrites nothing: it is kept beside it, a rival, until its owner has chosen (`web.comparing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Table, delete, select

from engine.db import Database, insert_or_skip, upsert
from web.models import draft as drafts
from web.models import rival_draft as rivals


@dataclass(frozen=True, slots=True)
class Source:
    """The page that sent something: its own token, and the draft's version when it was read (None: it does not say)."""

    page: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Rival:
    """A version that was typed without knowing of the newest draft."""

    page: str
    content: dict[str, Any]
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """The entries as the browser sent them, nested by field path, and when they were kept (None: they were not)."""

    content: dict[str, Any]
    saved_at: datetime | None = None
    version: int = 0
    page: str = ""
    rivals: Sequence[Rival] = field(default=())
    beside: bool = False  # whether these entries only stand beside a newer draft

    def known_to(self, source: Source, content: dict[str, Any]) -> bool:
        """Whether a page may overwrite this: it has seen it, wrote it itself, or sends the same."""
        seen = source.version in (None, self.version) or source.page == self.page
        return not self.version or seen or content == self.content


def load(connection: Connection, account: str, task_id: int) -> Draft:
    """The draft of one person for one task with its rivals, the oldest first; an empty one if there is none."""
    row = connection.execute(select(drafts).where(_of(drafts, account, task_id))).first()
    if row is None:
        return Draft({})
    beside = select(rivals).where(_of(rivals, account, task_id)).order_by(rivals.c.saved_at, rivals.c.page)
    found = [Rival(r.page, orjson.loads(r.content), r.saved_at) for r in connection.execute(beside)]
    return Draft(orjson.loads(row.content), row.saved_at, row.version, row.page, found)


def save(
    database: Database, account: str, task_id: int, content: dict[str, Any], now: datetime, source: Source
) -> Draft:
    """Keep the entries: as the newest draft, or beside it if their page had not seen the newest.

    Returns what the page shows now: its own entries with what is kept beside them.
    """
    row = {"account": account, "task_id": task_id, "content": orjson.dumps(content).decode(), "saved_at": now}
    with database.transaction() as connection:
        first = {**row, "version": 1, "page": source.page}
        begun = insert_or_skip(connection, drafts, ["account", "task_id"]).returning(drafts.c.version)
        if connection.execute(begun, first).first() is not None:
            return Draft(content, now, 1, source.page)
        newest = _locked(connection, account, task_id)
        if newest.known_to(source, content):
            version = newest.version + 1
            own = {**row, "version": version, "page": source.page}
            upsert(connection, drafts, [own], ["account", "task_id"])
            _drop_rival(connection, account, task_id, source.page)
            left = [rival for rival in newest.rivals if rival.page != source.page]
            return Draft(content, now, version, source.page, left)
        upsert(connection, rivals, [{**row, "page": source.page}], ["account", "task_id", "page"])
        return replace(load(connection, account, task_id), content=content, beside=True)


def settle(
    database: Database, account: str, task_id: int, content: dict[str, Any], now: datetime, rival: str
) -> None:
    """What its owner chose becomes the draft; the rival from that page has served."""
    row = {"account": account, "task_id": task_id, "content": orjson.dumps(content).decode(), "saved_at": now}
    with database.transaction() as connection:
        version = _locked(connection, account, task_id).version + 1
        upsert(connection, drafts, [{**row, "version": version, "page": ""}], ["account", "task_id"])
        _drop_rival(connection, account, task_id, rival)


def forget(connection: Connection, account: str, task_id: int) -> None:
    """The task is done, or its owner wants it gone: the draft and what stood beside it have served."""
    for table in (rivals, drafts):
        connection.execute(delete(table).where(_of(table, account, task_id)))


def _locked(connection: Connection, account: str, task_id: int) -> Draft:
    """As `load`; the row stays ours until the transaction ends."""
    connection.execute(select(drafts.c.version).where(_of(drafts, account, task_id)).with_for_update())
    return load(connection, account, task_id)


def _drop_rival(connection: Connection, account: str, task_id: int, page: str) -> None:
    connection.execute(delete(rivals).where(_of(rivals, account, task_id), rivals.c.page == page))


def _of(table: Table, account: str, task_id: int) -> ColumnElement[bool]:
    return (table.c.account == account) & (table.c.task_id == task_id)
