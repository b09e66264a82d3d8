"""The waist: the only place where an instance is born or moves.

Lock the root, take or decode its workflows, act, run until every token waits, project, tell the story, save.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from engine.births import Birth
from engine.bpmn import Workflow
from engine.db import Record, one_at_a_time
from engine.errors import LaurelError, NotFound
from engine.instance_rows import LOCKED_ROOT, SAME_KEY
from engine.models import instance as instances
from engine.process_engine import ProcessEngine
from engine.tree import Tree
from engine.unit import Unit

# How PostgreSQL and SQLite name the index `uq_instance_running_key` when it refuses a row.
_KEY_IN_USE = ("uq_instance_running_key", "instance.process_id, instance.business_key")


class KeyTaken(LaurelError):
    """编号“{key}”的案件已经在办理中，没有重复立案。"""

    code, status = "key-taken", 409


@contextmanager
def starting(work: Unit, birth: Birth) -> Iterator[Tree]:
    """A new root instance, saved when the block ends.

    Raises KeyTaken if a running root of the process has this business key, also one that starts now.
    """
    process, key = birth.deployed.process_id, birth.business_key
    if key is not None:
        one_at_a_time(work.connection, "start", process, key)
        if running(work.connection, process, key):
            raise KeyTaken(key=key)
    workflow = birth.workflow(work)
    try:
        row = birth.row(work, None)
    except IntegrityError as error:  # the index behind the lock
        if not any(words in str(error.orig) for words in _KEY_IN_USE):
            raise
        raise KeyTaken(key=key) from error
    tree = Tree(work, row)
    tree.take_in(birth, row, workflow)
    yield tree
    tree.save()


def running(connection: Connection, process_id: str, business_key: str) -> bool:
    """Whether a root of the process with this key runs."""
    same = {"_process": process_id, "_key": business_key}
    return connection.execute(SAME_KEY, same).first() is not None


@contextmanager
def moving(work: Unit, root_id: int, *, intervening: bool = False) -> Iterator[Tree]:
    """The tree of a root, locked until the transaction ends; saved when the block ends. Raises NotFound.

    `intervening`: an administrator acts, who may also move what is suspended.
    """
    root = LOCKED_ROOT.first(work.connection, {"_id": root_id})
    if root is None:
        raise NotFound(what="这个流程实例")
    with moving_locked(work, root._asdict(), intervening=intervening) as tree:
        yield tree


@contextmanager
def moving_locked(work: Unit, root: Record, *, intervening: bool = False) -> Iterator[Tree]:
    """As `moving`, for a caller whose own query has locked the root's row already."""
    tree = Tree(work, root, intervening=intervening)
    yield tree
    tree.save()


def peek(pe: ProcessEngine, connection: Connection, instance_id: int) -> Workflow:
    """A workflow to look at: decoded for the reader alone, never saved. Raises NotFound."""
    row = connection.execute(select(instances).where(instances.c.id == instance_id)).first()
    if row is None:
        raise NotFound(what="这个流程实例")
    return Workflow.decode(pe.definitions.get(connection, row.definition_id).definition, row.state)
