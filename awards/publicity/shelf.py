"""Posted notices as anybody may read them: word for word, with where they stand by now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import orjson
from sqlalchemy import Connection, Row, Select, func, select

from awards.models import publication
from awards.publicity.wording import CALL, LIST
from engine.clock import last_day
from engine.models import history, instance, job

MOST: Final = 200  # notices on one page
State = Literal["running", "over", "stopped", "replaced"]


@dataclass(frozen=True, slots=True)
class Supplement:
    """A later day for the end of a notice, told after it was posted."""

    at: datetime
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Notice:
    """One posted notice. `content` never changes; `closes_on` is the last day by now, which only moves later."""

    id: int
    kind: str
    scheme: str
    number: str
    title: str
    posted_on: date
    closes_on: date | None
    state: State
    provisional: bool
    derivation: Mapping[str, Any] | None
    content: Mapping[str, Any]
    text: str
    sha256: str
    published_at: datetime
    cases: tuple[str, ...]


def notices(
    connection: Connection,
    today: date,
    *,
    kind: str | None = None,
    scheme: str | None = None,
    limit: int = MOST,
) -> list[Notice]:
    """Posted notices, the newest first."""
    query = select(publication).order_by(publication.c.posted_on.desc(), publication.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(publication.c.kind == kind)
    if scheme is not None:
        query = query.where(publication.c.scheme == scheme)
    return _told(connection, query, today)


def one(connection: Connection, number: int, today: date) -> Notice | None:
    """A notice by its id."""
    found = _told(connection, select(publication).where(publication.c.id == number), today)
    return found[0] if found else None


def current(found: Iterable[Notice]) -> list[Notice]:
    """Those that run, the next to end first."""
    return sorted((n for n in found if n.state == "running"), key=lambda n: (n.closes_on or date.max, n.id))


def supplements(connection: Connection, notice_id: int) -> list[Supplement]:
    """When and how the end of a notice was moved by another calendar, from the case's history; oldest first."""
    row = connection.execute(select(publication).where(publication.c.id == notice_id)).one()
    query = (
        select(history.c.at, history.c.facts)
        .where(history.c.root_id == row.root_id, history.c.instance_id == row.instance_id)
        .where(history.c.kind == "date-moved", history.c.at >= row.published_at)
    )
    moved = connection.execute(query.order_by(history.c.id))
    return [found for one in moved if (found := _supplement(one)) is not None]


def _supplement(row: Any) -> Supplement | None:
    before, after = row.facts.get("old"), row.facts.get("new")
    if row.facts.get("what") != "timer" or not before or not after:
        return None
    old, new = (last_day(datetime.fromisoformat(text)) for text in (before, after))
    return Supplement(row.at, old, new) if new > old else None


def _told(connection: Connection, query: Select[Any], today: date) -> list[Notice]:
    rows = connection.execute(query).all()
    clocks = _clocks(connection, [row.instance_id for row in rows if row.kind == LIST])
    newest = _newest(connection, [row.instance_id for row in rows])
    gone = _cancelled(connection, [row.root_id for row in rows if row.kind == CALL])
    return [_notice(row, clocks.get(row.instance_id), newest, gone, today) for row in rows]


def _notice(
    row: Row[Any], clock: Any, newest: Mapping[int, int], gone: Collection[int], today: date
) -> Notice:
    content = orjson.loads(row.content)
    replaced = newest[row.instance_id] != row.id
    mine = None if replaced else clock
    ends = last_day(mine.due_at) if mine is not None else None
    closes = max((day for day in (row.closes_on, ends) if day), default=None)
    counted = [d for d in mine.derivations if d.get("last_day") and d.get("days")] if mine is not None else []
    return Notice(
        id=row.id,
        kind=row.kind,
        scheme=row.scheme,
        number=row.number,
        title=row.title,
        posted_on=row.posted_on,
        closes_on=closes,
        state="replaced" if replaced else _state(row, mine, closes, today, stopped=row.root_id in gone),
        provisional=bool(mine is not None and mine.provisional and mine.status == "ready"),
        derivation=counted[-1] if counted else content.get("derivation"),
        content=content,
        text=row.content,
        sha256=row.sha256,
        published_at=row.published_at,
        cases=tuple(item["case"] for item in content["items"] if item["case"]),
    )


def _state(row: Row[Any], clock: Any, closes: date | None, today: date, *, stopped: bool) -> State:
    """A list runs as long as its timer does; a call until its last day, unless its cycle is given up."""
    if stopped:
        return "stopped"
    if row.kind == CALL:
        return "running" if closes is not None and today <= closes else "over"
    if clock is not None and clock.status == "cancelled":
        return "stopped"
    waits = clock is not None and clock.status != "done"
    in_time = closes is not None and today <= closes
    return "running" if waits and clock is not None and (in_time or clock.provisional) else "over"


def _clocks(connection: Connection, instances: Sequence[int]) -> dict[int, Any]:
    """The newest timer of each notice's instance: its end."""
    query = (
        select(job.c.instance_id, job.c.due_at, job.c.status, job.c.provisional, job.c.derivations)
        .where(job.c.instance_id.in_(instances), job.c.kind == "timer")
        .order_by(job.c.id)
    )
    return {row.instance_id: row for row in connection.execute(query)}


def _cancelled(connection: Connection, roots: Sequence[int]) -> set[int]:
    """Which of these cases were given up."""
    query = select(instance.c.id).where(instance.c.id.in_(set(roots)), instance.c.status == "cancelled")
    return set(connection.execute(query).scalars())


def _newest(connection: Connection, instances: Sequence[int]) -> dict[int, int]:
    """Which posting of an instance counts: it may be posted again after an interruption."""
    query = select(publication.c.instance_id, func.max(publication.c.id).label("id"))
    mine = query.where(publication.c.instance_id.in_(set(instances)))
    return {row.instance_id: row.id for row in connection.execute(mine.group_by(publication.c.instance_id))}
