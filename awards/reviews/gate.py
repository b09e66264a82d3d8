"""No commitment, no case: an engaged expert who has not signed finds every case of the cycle closed (A-17.1, J-29.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from awards.models import engagement
from engine.db import insert_or_skip
from engine.models import instance, recusal, variable

# What stands in place of a task where the engine keeps why a case is closed: closed, but no tie to the applicant.
UNSIGNED: Final = "no-commitment"
ENDED: Final = "engagement-ended"
NO_TIE: Final = (UNSIGNED, ENDED)


def close(
    connection: Connection,
    roots: Sequence[int],
    accounts: Sequence[str],
    at: datetime,
    because: str = UNSIGNED,
) -> None:
    """Close cases to accounts; who is closed out already stays so for the first reason."""
    rows = [
        {"root_id": root, "account": account, "element": because, "at": at}
        for root in roots
        for account in accounts
    ]
    if rows:
        connection.execute(insert_or_skip(connection, recusal, ["root_id", "account"]), rows)


def open_again(connection: Connection, roots: Sequence[int], account: str) -> None:
    """The commitment is signed: what only its lack had closed is open."""
    mine = recusal.c.root_id.in_(roots) & (recusal.c.account == account)
    connection.execute(delete(recusal).where(mine, recusal.c.element == UNSIGNED))


def unsigned(connection: Connection, scheme: str, cycle: str) -> list[str]:
    """Who is engaged for a cycle and has not signed."""
    query = select(engagement.c.account).where(
        engagement.c.scheme == scheme,
        engagement.c.cycle == cycle,
        engagement.c.ended_on.is_(None),
        engagement.c.committed_on.is_(None),
    )
    return list(connection.execute(query.order_by(engagement.c.id)).scalars())


def watch(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
    """A listener of the history: a case that is born in a cycle is closed to whoever has not signed."""
    for entry in entries:
        if entry["kind"] == "instance-started" and entry["instance_id"] == entry["root_id"]:
            _born(connection, entry["root_id"], entry["at"])


def _born(connection: Connection, root_id: int, at: datetime) -> None:
    query = (
        select(instance.c.process_id, variable.c.text)
        .join(variable, variable.c.instance_id == instance.c.id)
        .where(instance.c.id == root_id, variable.c.name == "cycle")
    )
    row = connection.execute(query).first()
    if row is not None and row.text:
        close(connection, [root_id], unsigned(connection, row.process_id.partition(".")[0], row.text), at)
