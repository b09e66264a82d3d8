"""Cases: root instances that a viewer may see, with what searches need to know of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, func, literal, or_, select, true, union

from engine.actor import Actor
from engine.db import Record, record, records
from engine.models import definition, instance, job, signal_subscription, subscription, user_task, variable
from engine.queries.inbox import Page
from engine.queries.visibility import in_schemes, visible_roots

_COLUMNS = (
    instance.c.id,
    instance.c.process_id,
    instance.c.business_key,
    instance.c.title,
    instance.c.owner,
    instance.c.status,
    instance.c.ends,
    instance.c.started_at,
    instance.c.started_by,
    instance.c.ended_at,
    instance.c.suspended_at,
    instance.c.definition_id,
    definition.c.name.label("process_name"),
    definition.c.version.label("process_version"),
)


def page(
    connection: Connection,
    actor: Actor,
    *,
    text: str = "",
    scheme: str = "",
    kind: str = "",
    status: str = "",
    offset: int = 0,
    limit: int = 25,
) -> Page:
    """Visible cases, newest first; `kind` is the last part of the process id. One statement."""
    query = _cases(func.count().over().label("total")).where(visible_roots(actor))
    if scheme:
        query = query.where(in_schemes(instance.c.process_id, [scheme]))
    if kind:
        query = query.where(instance.c.process_id.endswith(f".{kind}", autoescape=True))
    if status:
        query = query.where(instance.c.status == status)
    if text:
        query = query.where(_mentions(text))
    query = query.order_by(instance.c.id.desc()).offset(offset).limit(limit)
    rows = records(connection, query)
    return Page(rows, rows[0]["total"] if rows else 0, offset)


def one(connection: Connection, actor: Actor, case_id: int) -> Record | None:
    """A visible case; None if there is none or the actor may not see it."""
    query = _cases().where(visible_roots(actor), instance.c.id == case_id)
    return record(connection, query)


def seen_by(connection: Connection, actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these cases that the actor may see."""
    query = select(instance.c.id).where(visible_roots(actor), instance.c.id.in_(ids))
    return set(connection.execute(query).scalars()) if ids else set()


def by_keys(connection: Connection, actor: Actor, keys: Collection[str]) -> dict[str, int]:
    """The visible cases with these business keys."""
    if not keys:
        return {}
    query = select(instance.c.business_key, instance.c.id).where(
        instance.c.parent_id.is_(None), visible_roots(actor), instance.c.business_key.in_(keys)
    )
    return {row.business_key: row.id for row in connection.execute(query.order_by(instance.c.id))}


def application_process(connection: Connection, key: str) -> str | None:
    """The process id of an application with this key, running or ended: an objection has no time bar (J-32.1).

    Known to everybody, because notices publish keys.
    """
    query = select(instance.c.process_id).where(
        instance.c.parent_id.is_(None),
        instance.c.process_id.endswith(".application"),
        instance.c.business_key == key,
        instance.c.status.in_(("active", "completed")),
    )
    return connection.execute(query.limit(1)).scalar()


def parts(connection: Connection, root_id: int) -> Sequence[Row[Any]]:
    """All instances of a call tree with their states, the root first."""
    query = select(instance).where(instance.c.root_id == root_id).order_by(instance.c.id)
    return connection.execute(query).all()


def waits_of(connection: Connection, root_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Where the tokens of cases wait for people, a clock, a message or a signal: root, instance, definition, element, kind."""
    found = []
    for kind, table, condition in (
        ("user-task", user_task, user_task.c.status == "open"),
        ("timer", job, and_(job.c.kind == "timer", job.c.status.in_(("ready", "leased", "dead")))),
        ("message", subscription, true()),
        ("signal", signal_subscription, true()),
    ):
        columns = (table.c.root_id, table.c.instance_id, table.c.element, instance.c.definition_id)
        query = select(*columns, literal(kind).label("kind")).distinct()
        query = query.join(instance, instance.c.id == table.c.instance_id)
        found.append(query.where(condition, table.c.root_id.in_(root_ids)))
    return connection.execute(union(*found)).all()


def held(connection: Connection, root_ids: Sequence[int]) -> set[int]:
    """Those of these cases whose variable `held` is true."""
    query = select(variable.c.instance_id).where(
        variable.c.instance_id.in_(root_ids), variable.c.name == "held", variable.c.flag
    )
    return set(connection.execute(query).scalars())


def _cases(*more: Any) -> Select[Any]:
    joined = instance.join(definition, definition.c.id == instance.c.definition_id)
    return select(*_COLUMNS, *more).select_from(joined).where(instance.c.parent_id.is_(None))


def _mentions(text: str) -> Any:
    columns = (instance.c.business_key, instance.c.title)
    in_variable = exists().where(
        variable.c.instance_id == instance.c.id, variable.c.text.icontains(text, autoescape=True)
    )
    return or_(in_variable, *(column.icontains(text, autoescape=True) for column in columns))
