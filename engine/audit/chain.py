"""The arithmetic of the chain: what of an entry is hashed, and how one link holds the next."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Text, cast, func

from engine.models import history

GENESIS = bytes(32)  # what the first link hangs on
FORM = 1  # number of the way in which an entry is written down; whoever changes it counts on


def written(connection: Connection) -> list[ColumnElement[Any]]:
    """All columns of an entry as they are hashed: the instant and the facts as text, the same on both databases.

    Text is not parsed, so an entry that somebody has spoilt can still be read and named.
    """
    if connection.dialect.name == "sqlite":
        at: ColumnElement[Any] = cast(history.c.at, Text)
    else:
        at = func.to_char(func.timezone("UTC", history.c.at), "YYYY-MM-DD HH24:MI:SS.US")
    c = history.c
    facts = cast(c.facts, Text)
    return [c.id, c.root_id, c.instance_id, at, c.kind, c.element, c.token, c.actor, facts]


def digest_of(entry: Sequence[Any]) -> bytes:
    """SHA-256 of an entry, given the values of the columns that `written` names."""
    return sha256(orjson.dumps([FORM, *entry], default=repr)).digest()


def link_of(before: bytes, digest: bytes) -> bytes:
    """The link of an entry: SHA-256 of the link before it and of its own digest."""
    return sha256(before + digest).digest()
