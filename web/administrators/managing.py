"""What an administrator does to accounts: make one, name its groups, shut it and open it again; each with its author.

Nobody changes their own: who gives out roles does not give them to themselves. Who administers is said on the
command line of the machine only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from engine.actor import Actor
from engine.db import Database
from engine.errors import LaurelError
from engine.history import record
from web.models import account as accounts
from web.models import session as sessions
from web.people.accounts import UnknownAccount, address_of

MOST = 200  # accounts that one page lists
_SEARCHED = (accounts.c.name, accounts.c.display_name, accounts.c.mail)


class OwnAccount(LaurelError):
    """自己的账户不能由自己管理：请另一位系统管理员更改“{name}”。"""

    code, status = "own-account", 409


class Taken(LaurelError):
    """账户名“{name}”已经有人用了；请换一个，或者打开那个账户更改。"""

    code, status = "account-taken", 409


def listed(connection: Connection, text: str = "", group: str = "") -> list[Row[Any]]:
    """Accounts whose name, shown name or mailbox holds the text, of that group; those in use first. At most `MOST`."""
    query = select(accounts).order_by(accounts.c.disabled, accounts.c.name)
    if text:
        like = f"%{text.replace('%', '').replace('_', '')}%"
        query = query.where(or_(*(column.ilike(like) for column in _SEARCHED)))
    rows = connection.execute(query)
    return [row for row in rows if not group or group in row.groups][:MOST]


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(accounts)).scalar_one()


def one(connection: Connection, name: str) -> Row[Any]:
    """Raises UnknownAccount."""
    row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    if row is None:
        raise UnknownAccount(name=name)
    return row


def make(
    database: Database,
    name: str,
    shown: str,
    mail: str,
    password_hash: str,
    groups: Iterable[str],
    by: Actor,
    at: datetime,
) -> None:
    """A new account that may sign in at once. Raises Taken, NoAddress."""
    row: dict[str, Any] = {"name": name, "display_name": shown, "groups": sorted(groups)}
    row |= {"password_hash": password_hash, "mail": address_of(mail), "admin": False, "disabled": False}
    with database.transaction() as connection:
        if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
            raise Taken(name=name)
        connection.execute(insert(accounts), row)
        record(connection, at, by.name, "account-written", account=name, groups=row["groups"])


def change(
    database: Database, name: str, shown: str, mail: str, groups: Iterable[str], by: Actor, at: datetime
) -> None:
    """Another name to show, another mailbox, other groups; they count from the next click on. Raises UnknownAccount,
    OwnAccount, NoAddress.
    """
    values = {"display_name": shown, "mail": address_of(mail), "groups": sorted(groups)}
    with database.transaction() as connection:
        was = _other(connection, name, by)
        connection.execute(update(accounts).where(accounts.c.name == name).values(values))
        told = {"groups": values["groups"], "were": sorted(was.groups)}
        record(connection, at, by.name, "account-changed", account=name, **told)


def shut(database: Database, name: str, by: Actor, at: datetime, *, again: bool = False) -> None:
    """The account may not sign in any more and is signed out everywhere; `again`: it may. Raises UnknownAccount,
    OwnAccount.
    """
    with database.transaction() as connection:
        _other(connection, name, by)
        connection.execute(update(accounts).where(accounts.c.name == name).values(disabled=not again))
        connection.execute(delete(sessions).where(sessions.c.account == name))
        record(connection, at, by.name, "account-enabled" if again else "account-disabled", account=name)


def _other(connection: Connection, name: str, by: Actor) -> Row[Any]:
    if name == by.name:
        raise OwnAccount(name=name)
    return one(connection, name)
