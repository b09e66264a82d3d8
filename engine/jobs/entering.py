"""The one order of locks: the root, then the job that moves it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from engine.jobs import claiming
from engine.tree import Tree
from engine.unit import Unit


def enter(work: Unit, tree: Tree, row: Row[Any]) -> None:
    """The root is locked; now the fence, so that both are held in the order in which every command takes them."""
    claiming.fence(work.connection, row, tree.now)
    tree.kinds(row.instance_id)
    tree.forget(row.instance_id, row.token)
