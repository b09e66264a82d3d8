"""What is counted for the pages of figures: cases by stage, work by person, days on which something falls due."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    literal_column,
    select,
    text,
    union_all,
)

from engine.actor import Actor
from engine.db import Record, records
from engine.models import definition, instance, job, user_task, variable
from engine.models.jobs import OF_NOTICE
from engine.queries.visibility import admitted_tasks, in_schemes, recused, visible_roots

MOST: Final = 200  # rows of a list
NOTICE: Final = "notice"  # what the ids of diagrams and timers of notices end with, by convention

# Written out, so that the indexes of these tasks alone answer.
_OPEN: Final[ColumnElement[str]] = literal_column("'open'")
_COMPLETED: Final[ColumnElement[str]] = literal_column("'completed'")
_cycle = variable.alias("cycle")
_stage = variable.alias("stage")
_slot = variable.alias("slot")
_root = instance.alias("root")


def standing(connection: Connection, actor: Actor, process_id: str, key: str) -> Sequence[Row[Any]]:
    """How many visible applications of a cycle stand, or stood last, at each stage, by award and by status."""
    query = _of_cycle(
        _stage.c.text.label("stage"),
        _slot.c.text.label("slot"),
        instance.c.status,
        func.count().label("number"),
    ).where(_belongs(process_id, key), visible_roots(actor))
    return connection.execute(query.group_by(_stage.c.text, _slot.c.text, instance.c.status)).all()


def totals(
    connection: Connection, process_id: str, key: str, keys: Collection[str] | None = None
) -> Sequence[Row[Any]]:
    """As `standing` for who may see no case: numbers alone, of the whole cycle or of its cases of these numbers."""
    query = _of_cycle(
        _stage.c.text.label("stage"),
        _slot.c.text.label("slot"),
        instance.c.status,
        func.count().label("number"),
    ).where(_belongs(process_id, key))
    if keys is not None:
        query = query.where(instance.c.business_key.in_(keys))
    return connection.execute(query.group_by(_stage.c.text, _slot.c.text, instance.c.status)).all()


def pace(connection: Connection, process_id: str, key: str) -> Sequence[Row[Any]]:
    """Of all applications of a cycle, by step: how many tasks were completed, how many of them late, how many wait."""
    done, late = user_task.c.status == _COMPLETED, user_task.c.ended_at > user_task.c.due_at
    query = (
        _of_cycle(
            user_task.c.name,
            func.sum(case((done, 1), else_=0)).label("done"),
            func.sum(case((and_(done, late), 1), else_=0)).label("late"),
            func.sum(case((user_task.c.status == _OPEN, 1), else_=0)).label("waiting"),
        )
        .join(user_task, user_task.c.root_id == instance.c.id)
        .where(_belongs(process_id, key), user_task.c.status != "cancelled")
    )
    return connection.execute(query.group_by(user_task.c.name).order_by(func.min(user_task.c.id))).all()


def members(
    connection: Connection,
    actor: Actor,
    process_id: str,
    key: str,
    *,
    stages: Collection[str] | None = None,
    keys: Collection[str] | None = None,
    slot: str = "",
    active: bool = False,
    first: int = 0,
    most: int | None = None,
) -> list[Record]:
    """The visible applications of a cycle, by number: of these stages, of these numbers, of one award, still running.

    `most` of them from the one after `first` on; each says how many there are in all (`total`).
    """
    query = _of_cycle(
        instance.c.id,
        instance.c.business_key,
        instance.c.title,
        instance.c.status,
        instance.c.process_id,
        _stage.c.text.label("stage"),
        _slot.c.text.label("slot"),
        func.count().over().label("total"),
    ).where(_belongs(process_id, key), visible_roots(actor))
    if stages is not None:
        query = query.where(func.coalesce(_stage.c.text, "").in_(stages))
    if keys is not None:
        query = query.where(instance.c.business_key.in_(keys))
    if slot:
        query = query.where(_slot.c.text == slot)
    if active:
        query = query.where(instance.c.status == "active")
    ordered = query.order_by(instance.c.business_key, instance.c.id)
    return records(connection, ordered.offset(first).limit(most))


def steps(connection: Connection, root_id: int) -> list[Record]:
    """What people did or have to do in a case, in order: name, status, since when, until when."""
    query = select(
        user_task.c.id, user_task.c.name, user_task.c.status, user_task.c.created_at, user_task.c.ended_at
    ).where(user_task.c.root_id == root_id, user_task.c.status != "cancelled")
    return records(connection, query.order_by(user_task.c.id).limit(MOST))


def open_work(
    connection: Connection, actor: Actor, scheme: str, now: datetime, soon: datetime
) -> Sequence[Row[Any]]:
    """Open tasks of a scheme by who has them (else by their group): how many, overdue, due before `soon`."""
    late, near = user_task.c.due_at < now, user_task.c.due_at < soon
    group = case((user_task.c.assignee.is_(None), user_task.c.candidate_group))
    query = select(
        user_task.c.assignee,
        group.label("waits"),
        func.count().label("open"),
        func.sum(case((late, 1), else_=0)).label("overdue"),
        func.sum(case((and_(near, ~late), 1), else_=0)).label("soon"),
    ).where(_open_of(actor, scheme))
    return connection.execute(query.group_by(user_task.c.assignee, group)).all()


def done_work(connection: Connection, actor: Actor, scheme: str, since: datetime) -> dict[str, int]:
    """How many tasks of a scheme each person has completed since an instant."""
    query = select(user_task.c.ended_by, func.count()).where(
        user_task.c.scheme == scheme,
        user_task.c.status == _COMPLETED,
        user_task.c.ended_at >= since,
        admitted_tasks(actor),
    )
    return {who: number for who, number in connection.execute(query.group_by(user_task.c.ended_by)) if who}


def due_counted(
    connection: Connection, actor: Actor, scheme: str, now: datetime, before: datetime
) -> dict[datetime | None, int]:
    """How many open tasks of a scheme fall due at which instant before one; those that are overdue under None."""
    falls = case((user_task.c.due_at >= now, user_task.c.due_at)).label("falls")
    query = select(falls, func.count()).where(_open_of(actor, scheme), user_task.c.due_at < before)
    return dict(connection.execute(query.group_by(falls)).all())


def due(connection: Connection, actor: Actor, scheme: str, before: datetime, most: int) -> list[Record]:
    """The open tasks of a scheme that fall due before an instant: the most urgent ones, `most` of them."""
    query = select(
        user_task.c.id,
        user_task.c.name,
        user_task.c.due_at,
        user_task.c.assignee,
        user_task.c.candidates,
        _root.c.business_key,
        _root.c.title,
    ).select_from(user_task.join(_root, _root.c.id == user_task.c.root_id))
    query = query.where(_open_of(actor, scheme), user_task.c.due_at < before)
    return records(connection, query.order_by(user_task.c.due_at, user_task.c.id).limit(most))


def notices(connection: Connection, actor: Actor, scheme: str, since: datetime) -> list[Record]:
    """The timers of a scheme's notices: those that run and those that ended since an instant, by their end.

    The reader is of the scheme's staff. A notice is a timer whose element or whose diagram is called so by its id:
    `public-notice`, `own-notice-over`.
    """
    query = select(
        job.c.id,
        job.c.instance_id,
        job.c.element,
        job.c.due_at,
        job.c.status,
        job.c.provisional,
        job.c.derivations,
        instance.c.definition_id,
        _root.c.id.label("root_id"),
        _root.c.process_id,
        _root.c.business_key,
        _root.c.title,
    ).select_from(
        job.join(instance, instance.c.id == job.c.instance_id).join(_root, _root.c.id == job.c.root_id)
    )
    named = union_all(*_notice_timers(since)).subquery()
    query = query.where(job.c.id.in_(select(named.c.id)), ~recused(_root.c.id, actor.name))
    query = query.where(in_schemes(_root.c.process_id, [scheme]))
    return records(connection, query.order_by(job.c.due_at, job.c.id).limit(MOST))


def _notice_timers(since: datetime) -> Iterator[Select[tuple[int]]]:
    """Running ones and those over, each by its own id or by its diagram's: four looks, each at an index."""
    known = select(definition.c.process_id).where(definition.c.process_id.endswith(f"-{NOTICE}"))
    inside = select(instance.c.id).where(instance.c.process_id.in_(known))
    runs = job.c.status.in_(("ready", "leased"))
    over = and_(job.c.status == "done", job.c.due_at >= since)
    for named in (text(OF_NOTICE), job.c.instance_id.in_(inside)):
        for wanted in (runs, over):
            yield select(job.c.id).where(job.c.kind == literal_column("'timer'"), wanted, named)


def posters(connection: Connection, instances: Collection[int]) -> dict[int, str]:
    """Who completed the newest task of each of these instances: of a notice, who posted it."""
    query = select(user_task.c.instance_id, user_task.c.ended_by).where(
        user_task.c.instance_id.in_(instances), user_task.c.status == "completed"
    )
    return {row.instance_id: row.ended_by for row in connection.execute(query.order_by(user_task.c.id))}


def _open_of(actor: Actor, scheme: str) -> ColumnElement[bool]:
    return and_(user_task.c.scheme == scheme, user_task.c.status == _OPEN, admitted_tasks(actor))


def _of_cycle(*columns: Any) -> Select[Any]:
    joined = instance.join(_cycle, _cycle.c.instance_id == instance.c.id)
    for table, name in ((_stage, "stage"), (_slot, "slot")):
        joined = joined.outerjoin(table, and_(table.c.instance_id == instance.c.id, table.c.name == name))
    return select(*columns).select_from(joined)


def _belongs(process_id: str, key: str) -> ColumnElement[bool]:
    application = f"{process_id.rpartition('.')[0]}.application"
    return and_(
        instance.c.parent_id.is_(None),
        instance.c.process_id == application,
        _cycle.c.name == "cycle",
        _cycle.c.text == key,
    )
