"""Stepping back from a case: a user task's property `recuses` says when whoever completes it is closed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, exists, or_, select, update

from engine.db import insert_or_skip
from engine.errors import ExpressionFailed
from engine.feel import FeelError
from engine.feel import compile as compile_feel
from engine.models import candidate, recusal, user_task
from engine.tree import Tree


def declared(tree: Tree, task: Row[Any], known: Mapping[str, Any]) -> bool:
    """Whether completing this task recuses: its property is a FEEL boolean over `known`.

    Raises ExpressionFailed if it is neither true nor false: nobody slips past a declaration that is broken.
    """
    properties = tree.deployed(task.instance_id).definition.elements[task.element].properties
    expression = properties.get("recuses")
    if not expression:
        return False
    reason = f"回避条件（{expression}）没有得到真或假"
    try:
        env = tree.pe.environment(tree.connection)
        found = compile_feel(expression.removeprefix("=")).evaluate(known, env)
    except FeelError as error:
        raise ExpressionFailed(element=task.name, element_id=task.element, reason=reason) from error
    if not isinstance(found, bool):
        raise ExpressionFailed(element=task.name, element_id=task.element, reason=reason)
    return found


def record(tree: Tree, task: Row[Any], account: str) -> None:
    """As `close`, by completing a task of this case."""
    close(tree, account, task.element, task.instance_id, task=task.id, name=task.name)


def close(tree: Tree, account: str, element: str, instance_id: int, **facts: Any) -> None:
    """From this transaction on the case is closed to the account; what it had claimed goes back to the group.

    `element` is the user task where it was declared; its story keeps the facts.
    """
    connection, root = tree.connection, tree.root_id
    row = {"root_id": root, "account": account, "element": element, "at": tree.now}
    connection.execute(insert_or_skip(connection, recusal, ["root_id", "account"]).values(row))
    tree.story.note("recused", root, instance_id, element=element, **facts)
    claimed = update(user_task).where(
        user_task.c.root_id == root,
        user_task.c.status == "open",
        user_task.c.assignee == account,
        or_(
            user_task.c.candidate_group.is_not(None),
            exists().where(candidate.c.task_id == user_task.c.id),
        ),
    )
    given_back = claimed.values(assignee=None, delegated_by=None, delegated_to=None).returning(
        user_task.c.id, user_task.c.instance_id, user_task.c.element, user_task.c.name
    )
    for found in connection.execute(given_back).all():
        facts = {"task": found.id, "name": found.name, "to": None}
        tree.story.note("task-released", root, found.instance_id, element=found.element, **facts)


def holds(connection: Connection, root_id: int, account: str) -> bool:
    """Whether an account is recused from a case."""
    query = select(recusal.c.at).where(recusal.c.root_id == root_id, recusal.c.account == account)
    return connection.execute(query).first() is not None
