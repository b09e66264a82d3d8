"""Destroying the history of a case whose term is over: its entries go, its links and a tombstone stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from engine.actor import Actor
from engine.audit.keeping import Purged, lock_root
from engine.audit.sealing import UNSEALED
from engine.clock import business_date
from engine.errors import LaurelError
from engine.history import Story
from engine.models import history, retention
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence

PURGED = "history-purged"  # the tombstone's kind; the database refuses to delete it


class NotPurgeable(LaurelError):
    """案件 {root} 的办理记录不能销毁：{reason}。"""

    code, status = "not-purgeable", 409


def purge(pe: ProcessEngine, root: int, reason: str, by: Actor, witness: Actor) -> int:
    """Destroy the entries of a case, in one transaction; returns how many. Two people answer for it.

    What the floors above keep of the case goes with them (`Registries.purges`). The tombstone is an entry of its
    own, sealed like every other, and lists what went. Raises NotFound, Purged,
    NotPurgeable: while the case runs, its term is not over, somebody holds it, or an entry is not sealed yet.
    """
    if by.name == witness.name:
        raise NotPurgeable(root=root, reason="须由两人共同办理，监销人不能是经办人本人")
    with pe.database.transaction() as connection:
        _check(connection, pe, root)
        mine = history.c.root_id == root
        ids = list(connection.execute(select(history.c.id).where(mine).order_by(history.c.id)).scalars())
        connection.execute(update(retention).where(retention.c.root_id == root).values(purged_at=pe.now()))
        # The tombstone first: SQLite would give it the id of an entry that had gone before it.
        story = Story(pe.now(), by.name)
        told: dict[str, Any] = {"witness": witness.name, "reason": reason, "count": len(ids)}
        beside = {
            what: n for destroy in pe.registries.purges for what, n in destroy(connection, root).items()
        }
        if any(beside.values()):
            told["beside"] = beside
        story.note(PURGED, root, root, entries=ranges(ids), **told)
        story.write(connection)
        connection.execute(delete(history).where(mine, history.c.kind != PURGED))
    return len(ids)


def ranges(ids: Sequence[int]) -> list[list[int]]:
    """Ascending ids as [first, last] of every unbroken run."""
    runs: list[list[int]] = []
    for number in ids:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


def purged_ids(facts: Mapping[str, Any]) -> set[int]:
    """Ids of the entries that went, as a tombstone tells them."""
    return {number for first, last in facts["entries"] for number in range(first, last + 1)}


def _check(connection: Connection, pe: ProcessEngine, root: int) -> None:
    if lock_root(connection, root) == "active":
        raise NotPurgeable(root=root, reason="案件仍在办理")
    kept = connection.execute(select(retention).where(retention.c.root_id == root)).first()
    if kept is None or kept.keep_until is None:
        raise NotPurgeable(root=root, reason="没有登记保存期限")
    if kept.purged_at is not None:
        raise Purged(root=root)
    if kept.hold is not None:
        raise NotPurgeable(root=root, reason="已被暂停销毁")
    if business_date(pe.now()) <= kept.keep_until:
        raise NotPurgeable(
            root=root, reason=Sentence("保存期限到 {day} 才满", day=kept.keep_until.isoformat())
        )
    if connection.execute(select(history.c.id).where(history.c.root_id == root, UNSEALED).limit(1)).first():
        raise NotPurgeable(root=root, reason="还有记录没有封存，请稍后再试")
