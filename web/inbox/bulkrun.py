"""Each of many tasks in a command and a transaction of its own; what came of it is kept, so that no row goes twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from engine.actor import Actor
from engine.commands import handing
from engine.commands import tasks as commands
from engine.commands.hurdles import Act
from engine.commands.tasks import Alongside
from engine.db import Record, insert_or_skip, records
from engine.errors import LaurelError
from engine.models import instance, user_task
from web.errors import sentence_of
from web.house import actor, engine, me
from web.models import bulk_result
from web.tasks import drafts

LONGEST = 1000  # characters of a sentence
_KEYS = ["account", "token", "task_id"]


def claim(ids: Sequence[int], token: str) -> None:
    """Claim each; a row that was told of under this token is left alone."""
    _each(ids, token, "claim", lambda number, keep: commands.claim(engine(), number, actor(), alongside=keep))


def assign(ids: Sequence[int], to: Actor, token: str) -> None:
    """Give each to the same person for good; a row that was told of under this token is left alone."""
    _each(ids, token, "assign", lambda n, keep: handing.assign(engine(), n, to, actor(), alongside=keep))


def complete(ids: Sequence[int], submission: Mapping[str, Any], token: str) -> None:
    """Complete each with the same entries; a row that was told of under this token is left alone."""
    name = me().name

    def one(number: int, keep: Alongside) -> None:
        def alongside(connection: Connection, _values: Mapping[str, Any]) -> None:
            drafts.forget(connection, name, number)
            keep(connection)

        commands.complete(engine(), number, submission, actor(), alongside=alongside)

    _each(ids, token, "complete", one)


def tell(refused: Mapping[int, str], token: str) -> None:
    """Why some were not even tried."""
    for number, said in refused.items():
        row = {
            "account": me().name,
            "token": token,
            "task_id": number,
            "act": "complete",
            "at": engine().now(),
        }
        _keep_failure({**row, "done": False, "said": said[:LONGEST]})


def results(connection: Connection, token: str) -> list[Record]:
    """What came of each, with its task and case."""
    root = instance.alias("root")
    joined = bulk_result.join(user_task, user_task.c.id == bulk_result.c.task_id)
    joined = joined.join(root, root.c.id == user_task.c.root_id)
    columns = (user_task.c.id, user_task.c.name, user_task.c.root_id, root.c.business_key, root.c.title)
    query = select(bulk_result, *columns).select_from(joined).where(_mine(token))
    return records(connection, query.order_by(bulk_result.c.done, user_task.c.id))


def begun(connection: Connection, token: str) -> bool:
    """Whether a form with this token was sent before."""
    return connection.execute(select(bulk_result.c.task_id).where(_mine(token)).limit(1)).first() is not None


def _each(ids: Sequence[int], token: str, act: Act, do: Callable[[int, Alongside], None]) -> None:
    with engine().database.reading() as connection:
        told = set(connection.execute(select(bulk_result.c.task_id).where(_mine(token))).scalars())
    for number in ids:
        if number in told:
            continue
        row = {"account": me().name, "token": token, "task_id": number, "act": act, "at": engine().now()}
        try:
            do(number, _keeping({**row, "done": True, "said": ""}))
        except IntegrityError:
            continue  # the same form, sent twice at one moment, has done it
        except LaurelError as error:
            _keep_failure({**row, "done": False, "said": sentence_of(error)[:LONGEST]})


def _keeping(row: dict[str, Any]) -> Alongside:
    """Written in the commit of the act itself: the same row cannot be written twice, so it is not done twice."""

    def keep(connection: Connection) -> None:
        connection.execute(insert(bulk_result), row)

    return keep


def _keep_failure(row: dict[str, Any]) -> None:
    """Why a row was not done; nothing if it was done at this moment by the same form sent twice, or is not there."""
    with engine().database.transaction() as connection:
        there = select(user_task.c.id).where(user_task.c.id == row["task_id"])
        if connection.execute(there).first() is not None:
            connection.execute(insert_or_skip(connection, bulk_result, _KEYS), row)


def _mine(token: str) -> Any:
    return (bulk_result.c.account == me().name) & (bulk_result.c.token == token)
