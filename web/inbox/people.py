"""Whom a task may be given to: who may do it, or helps to run the scheme; never who has stepped back from the case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, or_, select

from engine.actor import Actor
from engine.commands.at_hand import excluded
from engine.models import recusal
from engine.process_engine import ProcessEngine
from web.models import account as accounts
from web.people.accounts import Account, of_row

MOST = 200  # people in a list


def able(pe: ProcessEngine, connection: Connection, task: Mapping[str, Any], by: Actor) -> list[Account]:
    """Who may do a task for good; a task that nobody is a candidate for an administrator gives to the office."""
    candidates = task["candidates"]
    conditions = [_in_group(group) for group in candidates["groups"]]
    if candidates["users"]:
        conditions.append(accounts.c.name.in_(candidates["users"]))
    if not conditions and by.admin:
        return colleagues(pe, connection, task)
    return _fit(pe, connection, task, conditions, {task["assignee"]})


def able_to_do_all(connection: Connection, tasks: Iterable[Mapping[str, Any]]) -> list[Account]:
    """Who is a candidate for each of these tasks; whoever has stepped back from one of the cases is told at its row."""
    wanted = {(tuple(t["candidates"]["groups"]), tuple(t["candidates"]["users"])) for t in tasks}
    conditions = [
        or_(accounts.c.name.in_(users), *(_in_group(group) for group in groups)) for groups, users in wanted
    ]
    query = select(accounts).where(accounts.c.disabled.is_(False), *conditions)
    return [
        of_row(row)
        for row in connection.execute(query.order_by(accounts.c.display_name, accounts.c.name).limit(MOST))
    ]


def colleagues(pe: ProcessEngine, connection: Connection, task: Mapping[str, Any]) -> list[Account]:
    """Who helps to run the scheme of a task."""
    return _fit(pe, connection, task, [in_office(task["scheme"])], {task["assignee"], task["delegated_by"]})


def in_office(scheme: str) -> ColumnElement[bool]:
    """The condition on accounts that work in the office of a scheme."""
    return cast(accounts.c.groups, String).contains(f'"{scheme}.office-', autoescape=True)


def in_any_office() -> ColumnElement[bool]:
    """The condition on accounts that work in the office of any scheme."""
    return cast(accounts.c.groups, String).contains(".office-", autoescape=True)


def of_names(connection: Connection, names: Iterable[str]) -> dict[str, Account]:
    """Accounts that may sign in, by name."""
    query = select(accounts).where(accounts.c.name.in_(sorted(names)), accounts.c.disabled.is_(False))
    return {row.name: of_row(row) for row in connection.execute(query)}


def _in_group(group: str) -> ColumnElement[bool]:
    return cast(accounts.c.groups, String).contains(f'"{group}"', autoescape=True)


def _fit(
    pe: ProcessEngine,
    connection: Connection,
    task: Mapping[str, Any],
    conditions: Collection[ColumnElement[bool]],
    without: Collection[str | None],
) -> list[Account]:
    """Of these people those who may touch the case, and did nothing that another person must have done."""
    if not conditions:
        return []
    closed = select(recusal.c.account).where(recusal.c.root_id == task["root_id"])
    query = select(accounts).where(
        or_(*conditions), accounts.c.disabled.is_(False), accounts.c.name.not_in(closed)
    )
    deployed = pe.definitions.get(connection, task["definition_id"])
    out = excluded(connection, task["root_id"], task["element"], deployed) | set(without)
    found = connection.execute(query.order_by(accounts.c.display_name, accounts.c.name).limit(MOST))
    return [of_row(row) for row in found if row.name not in out]
