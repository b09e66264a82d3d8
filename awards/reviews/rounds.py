"""Rounds of review as rows: what a reviewer has to do, what a leader has to bring together, how far rounds are."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from awards.reviews.gate import NO_TIE
from engine.actor import Actor
from engine.db import Record, records
from engine.models import instance, recusal, user_task, variable
from engine.queries.visibility import admitted_tasks, in_schemes, may_work

ROUND: Final = "shared.review-round"
DECLARE, REVIEW = "declare-conflict", "review-case"
PARTS: Final = (DECLARE, REVIEW)
LEADING: Final = ("plan-visit", "reach-consensus", "write-report")
ASSIGN: Final = "assign-reviewers"
MOST: Final = 500  # rows of a list

_root = instance.alias("root")


def mine(connection: Connection, actor: Actor) -> list[Record]:
    """What the actor reviews or has reviewed, one row a round of a case: the newest of its two tasks, open ones first.

    Cases from which the actor has stepped back are not among them.
    """
    newest = (
        select(func.max(user_task.c.id))
        .where(
            user_task.c.process_id == ROUND,
            user_task.c.element.in_(PARTS),
            user_task.c.assignee == actor.name,
            user_task.c.status != "cancelled",
            admitted_tasks(actor),
        )
        .group_by(user_task.c.instance_id)
    )
    closed = case((user_task.c.status == "open", 0), else_=1)
    query = _tasks().where(user_task.c.id.in_(newest))
    return _named(
        connection,
        records(connection, query.order_by(closed, user_task.c.due_at, user_task.c.id).limit(MOST)),
    )


def undeclared(connection: Connection, root_id: int, account: str) -> bool:
    """Whether somebody who is to review a case has still to declare: until then its materials are closed to them."""
    query = select(user_task.c.id).where(
        user_task.c.root_id == root_id,
        user_task.c.process_id == ROUND,
        user_task.c.element == DECLARE,
        user_task.c.status == "open",
        user_task.c.assignee == account,
    )
    return connection.execute(query.limit(1)).first() is not None


def leading(connection: Connection, actor: Actor) -> list[Record]:
    """The open tasks of group leaders that the actor may do."""
    query = _tasks().where(
        user_task.c.process_id == ROUND,
        user_task.c.element.in_(LEADING),
        user_task.c.status == "open",
        admitted_tasks(actor),
        may_work(actor),
    )
    return _named(
        connection, records(connection, query.order_by(user_task.c.due_at, user_task.c.id).limit(MOST))
    )


def to_assign(connection: Connection, actor: Actor) -> list[Record]:
    """The open tasks of assigning reviewers that the actor may do, oldest first."""
    query = _tasks(instance.c.state, instance.c.definition_id).join(
        instance, instance.c.id == user_task.c.instance_id
    )
    query = query.where(
        user_task.c.process_id == ROUND,
        user_task.c.element == ASSIGN,
        user_task.c.status == "open",
        admitted_tasks(actor),
        may_work(actor),
    )
    return _named(connection, records(connection, query.order_by(user_task.c.id).limit(MOST)))


def progress(connection: Connection, actor: Actor, schemes: list[str]) -> list[Record]:
    """The running rounds of these schemes: how many were assigned, have submitted, have stepped back."""
    given_up = select(recusal.c.root_id).where(
        recusal.c.root_id == user_task.c.root_id,
        recusal.c.account == user_task.c.assignee,
        recusal.c.element.not_in(NO_TIE),
    )
    gone = given_up.exists()

    def number(condition: ColumnElement[bool]) -> Any:
        return func.count(case((condition, 1)))

    declared = user_task.c.element == DECLARE
    done = (user_task.c.element == REVIEW) & (user_task.c.status == "completed")
    query = (
        select(
            user_task.c.instance_id,
            user_task.c.root_id,
            _root.c.business_key,
            _root.c.title,
            _root.c.process_id.label("root_process_id"),
            number(declared & ~gone).label("assigned"),
            number(done & ~gone).label("submitted"),
            number(declared & gone).label("recused"),
        )
        .join(instance, instance.c.id == user_task.c.instance_id)
        .join(_root, _root.c.id == user_task.c.root_id)
        .where(
            user_task.c.process_id == ROUND,
            user_task.c.element.in_(PARTS),
            user_task.c.status != "cancelled",
            instance.c.status == "active",
            in_schemes(_root.c.process_id, schemes),
            admitted_tasks(actor),
        )
        .group_by(
            user_task.c.instance_id,
            user_task.c.root_id,
            _root.c.business_key,
            _root.c.title,
            _root.c.process_id,
        )
        .order_by(user_task.c.instance_id)
        .limit(MOST)
    )
    return _named(connection, records(connection, query))


def _tasks(*more: Any) -> Any:
    columns = (
        user_task.c.id,
        user_task.c.instance_id,
        user_task.c.root_id,
        user_task.c.element,
        user_task.c.name,
        user_task.c.status,
        user_task.c.due_at,
        user_task.c.ended_at,
        _root.c.business_key,
        _root.c.title,
        _root.c.process_id.label("root_process_id"),
    )
    return select(*columns, *more).select_from(user_task).join(_root, _root.c.id == user_task.c.root_id)


def _named(connection: Connection, rows: list[Record]) -> list[Record]:
    """The rows with the name of their round (`round`) and of the applicant (`applicant_name`)."""
    numbers = {row["instance_id"] for row in rows}
    query = select(variable.c.instance_id, variable.c.name, variable.c.text).where(
        variable.c.instance_id.in_(numbers), variable.c.name.in_(("round", "applicant_name"))
    )
    known: dict[int, dict[str, str]] = {}
    for row in connection.execute(query) if numbers else ():
        known.setdefault(row.instance_id, {})[row.name] = row.text or ""
    return [{"round": "", "applicant_name": "", **row, **known.get(row["instance_id"], {})} for row in rows]
