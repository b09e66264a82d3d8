"""An administrator's hand on a running case: who may, why, and the case locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.actor import Actor
from engine.errors import Invalid, LaurelError, NotAllowed, NotFound
from engine.models import instance
from engine.process_engine import ProcessEngine
from engine.queries.visibility import visible_roots
from engine.runtime import moving
from engine.tree import Tree
from engine.unit import Unit, unit


class Called(LaurelError):
    """这一部分由上级流程调用，不能单独{what}；请对整个案件操作。"""

    code, status = "called", 409


@contextmanager
def part(pe: ProcessEngine, instance_id: int, reason: str, by: Actor) -> Iterator[Tree]:
    """The call tree of an instance, locked for an administrator. Raises Invalid, NotFound, NotAllowed."""
    with unit(pe, by) as work, locked(work, instance_id, reason) as tree:
        yield tree


@contextmanager
def locked(work: Unit, instance_id: int, reason: str) -> Iterator[Tree]:
    """As `part`, in a transaction that has begun already."""
    if not reason.strip():
        raise Invalid({"reason": "请写明理由，它会记入案件经过"})
    row = seen(work.connection, instance_id, work.actor)
    with moving(work, row.root_id, intervening=True) as tree:
        yield tree


@contextmanager
def whole(pe: ProcessEngine, instance_id: int, reason: str, by: Actor, what: str) -> Iterator[Tree]:
    """As `part`, for what concerns a whole case. Raises Called."""
    with part(pe, instance_id, reason, by) as tree:
        if tree.root_id != instance_id:
            raise Called(what=what)
        yield tree


def seen(connection: Connection, instance_id: int, by: Actor) -> Row[Any]:
    """The instance, if this person may see its case and is an administrator."""
    columns = [instance.c.root_id, instance.c.process_id, instance.c.definition_id]
    found = connection.execute(select(*columns).where(instance.c.id == instance_id)).first()
    if found is not None:
        visible = select(instance.c.id).where(instance.c.id == found.root_id, visible_roots(by))
        if connection.execute(visible).first() is not None:
            if by.admin:
                return found
            raise NotAllowed(what="管理办理中的案件", who="系统管理员", actor=by.name)
    raise NotFound(what="这个流程实例")
