"""How long the history of a case is kept, and who has stopped its destruction; each change is told in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.actor import Actor
from engine.clock import SHANGHAI
from engine.db import upsert
from engine.errors import LaurelError, NotFound
from engine.history import Story
from engine.models import instance, retention
from engine.process_engine import ProcessEngine
from engine.sentence import Sentence


class Purged(LaurelError):
    """案件 {root} 的办理记录已经销毁，不能再更改保存期限。"""

    code, status = "purged", 409


class Shortened(LaurelError):
    """案件 {root} 的办理记录须保存至 {until}，期限只能延长，不能缩短。"""

    code, status = "retention-shortened", 409


def keep(pe: ProcessEngine, root: int, until: date, reason: str, by: Actor) -> None:
    """Keep the history of a case at least through a day. Raises NotFound, Purged, Shortened."""

    def write(had: date | None) -> dict[str, Any]:
        if had is not None and until < had:
            raise Shortened(root=root, until=had.isoformat())
        return {"keep_until": until}

    _change(pe, root, write, by, "retention-set", until=until.isoformat(), reason=reason)


def keep_ended(pe: ProcessEngine, year: int, years: int, reason: str, by: Actor) -> int:
    """Give every case that ended in a year (in Shanghai) and has no term yet one of so many years; returns how many.

    The term begins on the first day of the next year and ends with a year.
    """
    first, after = (datetime(y, 1, 1, tzinfo=SHANGHAI) for y in (year, year + 1))
    termed = select(retention.c.root_id).where(retention.c.keep_until.is_not(None))
    ended = select(instance.c.id).where(
        instance.c.parent_id.is_(None),
        instance.c.ended_at >= first,
        instance.c.ended_at < after,
        instance.c.id.not_in(termed),
    )
    with pe.database.reading() as connection:
        roots = list(connection.execute(ended.order_by(instance.c.id)).scalars())
    for root in roots:
        keep(pe, root, date(year + years, 12, 31), reason, by)
    return len(roots)


def hold(pe: ProcessEngine, root: int, reason: str, by: Actor) -> None:
    """Nothing of a case is destroyed until `release`. Raises NotFound, Purged."""
    _change(pe, root, lambda _: {"hold": reason}, by, "hold-placed", reason=reason)


def release(pe: ProcessEngine, root: int, reason: str, by: Actor) -> None:
    """The hold on a case is lifted; its term counts again. Raises NotFound, Purged."""
    _change(pe, root, lambda _: {"hold": None}, by, "hold-lifted", reason=reason)


def lock_root(connection: Connection, root: int) -> str:
    """Lock the row of a case; returns its status. Raises NotFound."""
    mine = select(instance.c.status).where(instance.c.id == root, instance.c.parent_id.is_(None))
    status = connection.execute(mine.with_for_update(key_share=True)).scalar()
    if status is None:
        raise NotFound(what=Sentence("案件 {root}", root=root))
    return str(status)


def _change(
    pe: ProcessEngine,
    root: int,
    write: Callable[[date | None], dict[str, Any]],
    by: Actor,
    kind: str,
    **facts: Any,
) -> None:
    with pe.database.transaction() as connection:
        lock_root(connection, root)
        had = connection.execute(select(retention).where(retention.c.root_id == root)).first()
        if had is not None and had.purged_at is not None:
            raise Purged(root=root)
        row = {"root_id": root, **write(had.keep_until if had else None)}
        upsert(connection, retention, [row], ["root_id"])
        story = Story(pe.now(), by.name)
        story.note(kind, root, root, **facts)
        story.write(connection)
