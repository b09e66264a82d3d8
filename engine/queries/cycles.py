"""Cycles: which are open, and the cases that carry a cycle's key, by stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from engine.actor import Actor
from engine.db import Record, records
from engine.models import definition, instance, variable
from engine.queries.visibility import visible_roots

CYCLE = ".cycle"  # the kind of case that others are cases of; few among very many, found by their processes
_cycle = variable.alias("cycle")
_stage = variable.alias("stage")
_opens = variable.alias("opens")
_closes = variable.alias("closes")


def cycles(connection: Connection, *, active: bool = True) -> list[Record]:
    """Cycle instances, newest first, with the days of their intake. That a cycle is open is public."""
    joined = instance.outerjoin(_opens, _day_of(_opens, "opens_on"))
    joined = joined.outerjoin(_closes, _day_of(_closes, "closes_on"))
    query = select(
        instance.c.id,
        instance.c.process_id,
        instance.c.business_key,
        instance.c.title,
        instance.c.status,
        instance.c.started_at,
        _opens.c.day.label("opens_on"),
        _closes.c.day.label("closes_on"),
    ).select_from(joined)
    known = select(definition.c.process_id).where(definition.c.process_id.endswith(CYCLE))
    query = query.where(instance.c.parent_id.is_(None), instance.c.process_id.in_(known))
    if active:
        query = query.where(instance.c.status == "active")
    return records(connection, query.order_by(instance.c.id.desc()))


def open_for_applications(connection: Connection, scheme: str, today: date) -> list[Record]:
    """The cycles of a scheme whose notice is out and whose intake has not closed."""
    return [
        row
        for row in cycles(connection)
        if row["process_id"] == f"{scheme}.cycle"
        and row["closes_on"] is not None
        and row["closes_on"] >= today
        and (row["opens_on"] is None or row["opens_on"] <= today)
    ]


def stages(connection: Connection, actor: Actor, process_id: str, key: str) -> Sequence[Row[Any]]:
    """How many visible cases of a cycle stand at each stage, by status."""
    query = _of_cycle(_stage.c.text.label("stage"), instance.c.status, func.count().label("number"))
    query = query.where(_belongs(process_id, key), visible_roots(actor))
    return connection.execute(query.group_by(_stage.c.text, instance.c.status)).all()


def cases(connection: Connection, actor: Actor, process_id: str, key: str, limit: int = 200) -> list[Record]:
    """The visible cases of a cycle with their stage, by key."""
    columns = (
        instance.c.id,
        instance.c.business_key,
        instance.c.title,
        instance.c.status,
        instance.c.started_at,
    )
    more = (instance.c.process_id, instance.c.definition_id, instance.c.ends)
    query = _of_cycle(*columns, *more, _stage.c.text.label("stage"))
    query = query.where(_belongs(process_id, key), visible_roots(actor)).order_by(instance.c.business_key)
    return records(connection, query.limit(limit))


def _day_of(table: Any, name: str) -> Any:
    return and_(table.c.instance_id == instance.c.id, table.c.name == name)


def _of_cycle(*columns: Any) -> Select[Any]:
    of_case = and_(_stage.c.instance_id == instance.c.id, _stage.c.name == "stage")
    joined = instance.join(_cycle, _cycle.c.instance_id == instance.c.id).outerjoin(_stage, of_case)
    return select(*columns).select_from(joined)


def _belongs(process_id: str, key: str) -> Any:
    """Applications of the cycle's own scheme whose variable `cycle` is its key."""
    application = f"{process_id.rpartition('.')[0]}.application"
    return and_(
        instance.c.parent_id.is_(None),
        instance.c.process_id == application,
        _cycle.c.name == "cycle",
        _cycle.c.text == key,
    )
