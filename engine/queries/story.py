"""The story of a case as rows, newest first, and the path that its tokens took."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from engine.db import Record, records
from engine.models import history


def entries(connection: Connection, root_id: int, limit: int = 200) -> list[Record]:
    """What was told of a call tree, newest first."""
    query = select(history).where(history.c.root_id == root_id).order_by(history.c.id.desc()).limit(limit)
    return records(connection, query)


def walked(connection: Connection, instance_id: int) -> list[str]:
    """Ids of the elements completed and the flows taken in one instance, in order of first passing."""
    query = select(history.c.facts).where(history.c.instance_id == instance_id)
    passed: dict[str, None] = {}
    for facts in connection.execute(query.order_by(history.c.id)).scalars():
        passed |= {identity: None for letter, identity in facts.get("trail", []) if letter in "cf"}
    return list(passed)


def undone(connection: Connection, instance_id: int) -> set[str]:
    """Ids of the elements that a compensation has undone, or is undoing, and that have not been done again since."""
    query = select(history.c.at, history.c.kind, history.c.facts).where(history.c.instance_id == instance_id)
    found: set[str] = set()
    for _, together in groupby(connection.execute(query.order_by(history.c.id)), key=lambda row: row.at):
        entries = list(together)
        trail = [step for row in entries for step in row.facts.get("trail", [])]
        found -= {identity for letter, identity in trail if letter == "c"}
        thrown = [row.facts["undoes"] for row in entries if row.kind == "compensation-thrown"]
        found |= {identity for undoes in thrown for identity in undoes}
    return found


def completion(connection: Connection, instance_id: int, token: str) -> dict[str, Any]:
    """What was submitted when a user task was completed, as JSON-able values."""
    query = select(history.c.facts).where(
        history.c.instance_id == instance_id, history.c.token == token, history.c.kind == "task-completed"
    )
    facts = connection.execute(query.order_by(history.c.id.desc()).limit(1)).scalar()
    return dict((facts or {}).get("values") or {})
