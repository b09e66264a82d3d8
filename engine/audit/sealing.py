"""The sealer: chains entries of the history in the order in which they came to light.

A chain written inside every commit would make all nodes wait for each other, so entries are written unchained and
one transaction every few seconds adds their links. Which entry comes next is a question of commits, not of ids:
on PostgreSQL an entry with a smaller id may be committed later. What is visible and has no link yet is chained, so
nothing is ever skipped; a later entry of the same case has a larger id, because whoever writes of a case holds its
root's lock, so inside one round the order of ids is an order of commits.

To find the unsealed entries without looking through all of them, `sealer.settled` says up to which id nothing can
come to light any more. An id is taken by a transaction that has a transaction id already (the column's default sees
to that). So if `top` and `next_xid` were seen in one snapshot, every id up to `top` belongs to a transaction
before `next_xid`; once all of these have ended and what is visible has been sealed, `top` is settled.
SQLite has one writer at a time: there everything visible is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, exists, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from engine.audit.chain import GENESIS, digest_of, link_of, written
from engine.db import insert_or_skip
from engine.models import history, sealer
from engine.models import seal as seals
from engine.process_engine import ProcessEngine

BATCH = 500  # entries in one transaction
_ONLY_ONE = text("SELECT pg_try_advisory_xact_lock(hashtextextended('laurel-sealer', 0))")
_RUNNING = text(
    "SELECT max(id), pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
    " pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM history"
)
# An entry that has no link yet.
UNSEALED = ~exists().where(seals.c.entry_id == history.c.id)


class _Horizon(NamedTuple):
    """In one snapshot: the highest entry, the oldest transaction that runs, the next one to begin."""

    top: int
    oldest_xid: int
    next_xid: int


def seal_all(pe: ProcessEngine, rounds: int = 1000) -> int:
    """Seal until nothing is left that can be sealed now, or for so many rounds; returns how many entries."""
    total = 0
    for _ in range(rounds):
        done = seal(pe)
        total += done
        if done < BATCH:
            break
    return total


def seal(pe: ProcessEngine, batch: int = BATCH) -> int:
    """Chain up to `batch` entries in one transaction; returns how many. Two sealers at once do no harm.

    The lock only saves work: the numbers of links are unique, so a second sealer's commit would be refused.
    """
    with pe.database.reading() as connection:
        top = connection.execute(select(func.max(history.c.id))).scalar() or 0
        if top == _state(connection).settled:
            return 0
    try:
        with pe.database.transaction() as connection:
            if not pe.database.is_sqlite and not connection.execute(_ONLY_ONE).scalar():
                return 0
            return _seal(connection, batch)
    except IntegrityError:
        return 0  # another sealer was here first


class _State(NamedTuple):
    settled: int
    top: int
    next_xid: int


def _state(connection: Connection) -> _State:
    found = connection.execute(select(sealer.c.settled, sealer.c.top, sealer.c.next_xid)).first()
    return _State(*found) if found else _State(0, 0, 0)


def _seal(connection: Connection, batch: int) -> int:
    state, seen = _state(connection), _horizon(connection)
    unsealed = select(*written(connection)).where(history.c.id > state.settled, UNSEALED)
    found = connection.execute(unsealed.order_by(history.c.id).limit(batch)).all()
    _chain(connection, found)
    if len(found) < batch:
        _settle(connection, state, seen)
    return len(found)


def _chain(connection: Connection, entries: Sequence[Row[Any]]) -> None:
    number, link = head(connection)
    rows = []
    for entry in entries:
        digest = digest_of(tuple(entry))
        number, link = number + 1, link_of(link, digest)
        rows.append({"number": number, "entry_id": entry[0], "digest": digest, "link": link})
    if rows:
        connection.execute(insert(seals), rows)


def head(connection: Connection) -> tuple[int, bytes]:
    """Number and value of the chain's last link; 0 and `GENESIS` if there is none."""
    last = select(seals.c.number, seals.c.link).order_by(seals.c.number.desc()).limit(1)
    found = connection.execute(last).first()
    return (found.number, found.link) if found else (0, GENESIS)


def _settle(connection: Connection, state: _State, seen: _Horizon) -> None:
    """Everything visible is sealed: what was seen a while ago may be settled by now.

    A `next_xid` from the future is another server's: the database has been restored, and its wait begins anew.
    """
    values = {"settled": state.settled, "top": state.top, "next_xid": state.next_xid}
    if seen.oldest_xid >= state.next_xid:
        values["settled"] = max(state.settled, state.top)
    if seen.oldest_xid >= state.next_xid or state.next_xid > seen.next_xid:
        values |= {"top": seen.top, "next_xid": seen.next_xid}
    connection.execute(insert_or_skip(connection, sealer, ["id"]), {"id": 1, **values})
    connection.execute(update(sealer).values(values))


def _horizon(connection: Connection) -> _Horizon:
    if connection.dialect.name == "sqlite":
        return _Horizon(connection.execute(select(func.max(history.c.id))).scalar() or 0, 0, 0)
    top, oldest, following = connection.execute(_RUNNING).one()
    return _Horizon(top or 0, oldest, following)
