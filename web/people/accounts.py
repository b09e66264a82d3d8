"""Local accounts and their passwords. Hashing is slow on purpose and never runs inside a transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Row, delete, select, update

from engine.actor import SYSTEM, Actor, StandIn
from engine.clock import SystemClock
from engine.db import Database, upsert
from engine.errors import LaurelError
from engine.history import record
from web.models import account as accounts
from web.models import session as sessions

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_ADDRESS = 320  # characters
HASHES_AT_ONCE = 4  # each takes 64 MiB: many sign-ins at once must not exhaust the memory

_hasher = PasswordHasher()
_queue = BoundedSemaphore(HASHES_AT_ONCE)


class UnknownAccount(LaurelError):
    """没有名为“{name}”的帐号；请核对帐号名（区分大小写）。"""

    code, status = "unknown-account", 404


class NoAddress(LaurelError):
    """“{mail}”不是邮箱地址；请写成 名称@域名，或者留空。"""

    code, status = "no-address", 422


@dataclass(frozen=True, slots=True)
class Account:
    """A person (or an organisation's desk) who may sign in."""

    name: str
    display_name: str
    groups: frozenset[str]
    admin: bool = False
    stands_in: tuple[StandIn, ...] = ()  # of this day; `web.standing_in` finds them at each request

    @property
    def actor(self) -> Actor:
        """The same account as the engine knows it: an administrator is in the group of that name too."""
        groups = self.groups | {"admin"} if self.admin else self.groups
        return Actor(self.name, groups, self.admin, self.stands_in)

    def has_role(self, role: str) -> bool:
        """Whether a group of any scheme gives this role (`office-clerk` in `jingan.office-clerk`)."""
        return any(group.rpartition(".")[2] == role for group in self.groups)

    def schemes(self, *roles: str) -> list[str]:
        """The schemes in which the account has one of the roles, sorted."""
        found = {scheme for scheme, _, role in (g.rpartition(".") for g in self.groups) if role in roles}
        return sorted(found)


def of_row(row: Row[Any]) -> Account:
    """The account of a row of the account table."""
    return Account(row.name, row.display_name, frozenset(row.groups), row.admin)


def add(
    database: Database,
    name: str,
    display_name: str,
    password: str,
    groups: Iterable[str] = (),
    *,
    admin: bool = False,
    mail: str | None = None,
) -> None:
    """Write an account, or overwrite the one of that name; it may sign in at once. Raises NoAddress."""
    write(database, name, display_name, hash_password(password), groups, admin=admin, mail=mail)


def write(
    database: Database,
    name: str,
    display_name: str,
    password_hash: str,
    groups: Iterable[str] = (),
    *,
    admin: bool = False,
    mail: str | None = None,
) -> None:
    """As `add`, with a password that is hashed already. Raises NoAddress."""
    row: dict[str, Any] = {"name": name, "display_name": display_name, "groups": sorted(groups)}
    row |= {"password_hash": password_hash, "admin": admin, "disabled": False}
    row["mail"] = address_of(mail)
    with database.transaction() as connection:
        upsert(connection, accounts, [row], ["name"])
        noted(connection, "account-written", name)


def disable(database: Database, name: str) -> None:
    """The account may not sign in any more, and is signed out everywhere. Raises UnknownAccount."""
    _change(database, name, disabled=True)


def change_password(database: Database, name: str, password: str) -> None:
    """Only the new password counts from now on, also where somebody is signed in. Raises UnknownAccount."""
    _change(database, name, password_hash=hash_password(password))


def change_mail(database: Database, name: str, mail: str) -> None:
    """Where reminders go from now on; an empty text: nowhere but the inbox. Raises UnknownAccount, NoAddress."""
    address = address_of(mail)
    with database.transaction() as connection:
        changed = connection.execute(update(accounts).where(accounts.c.name == name).values(mail=address))
        if changed.rowcount != 1:
            raise UnknownAccount(name=name)
        noted(connection, "mail-changed", name)


def hash_password(password: str) -> str:
    with _queue:
        return _hasher.hash(password)


def verified(database: Database, name: str, password: str) -> Account | None:
    """The account if the password is right and the account is not disabled; unknown names cost the same time."""
    with database.reading() as connection:
        row = connection.execute(select(accounts).where(accounts.c.name == name)).first()
    right = _matches(row.password_hash if row else _hash_of_nobody(), password)
    if row is None or row.disabled or not right:
        return None
    if _hasher.check_needs_rehash(row.password_hash):
        fresh = hash_password(password)
        with database.transaction() as connection:
            connection.execute(update(accounts).where(accounts.c.name == name).values(password_hash=fresh))
    return of_row(row)


def row(connection: Connection, name: str) -> Row[Any]:
    """The row of an account that exists."""
    return connection.execute(select(accounts).where(accounts.c.name == name)).one()


def listed(connection: Connection, limit: int = 100) -> list[Account]:
    """Accounts that may sign in, for the sign-in page of a demonstration."""
    query = select(accounts).where(accounts.c.disabled.is_(False)).order_by(accounts.c.name).limit(limit)
    return [of_row(row) for row in connection.execute(query)]


def display_names(connection: Connection, names: Iterable[str | None]) -> dict[str, str]:
    """How people are called on pages, by account name."""
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    query = select(accounts.c.name, accounts.c.display_name).where(accounts.c.name.in_(wanted))
    return {row.name: row.display_name for row in connection.execute(query)}


def _change(database: Database, name: str, **values: Any) -> None:
    with database.transaction() as connection:
        changed = connection.execute(update(accounts).where(accounts.c.name == name).values(values))
        if changed.rowcount != 1:
            raise UnknownAccount(name=name)
        connection.execute(delete(sessions).where(sessions.c.account == name))
        noted(connection, "account-disabled" if "disabled" in values else "password-changed", name)


def noted(connection: Connection, kind: str, name: str) -> None:
    """Whoever writes an account, at the door or on the command line, acts for the house itself."""
    record(connection, SystemClock().now(), SYSTEM.name, kind, account=name)


def is_address(text: str) -> bool:
    """Whether a text is a mail address as servers take it."""
    return _ADDRESS.fullmatch(text) is not None and len(text) <= LONGEST_ADDRESS


def address_of(mail: str | None) -> str | None:
    """An address as mail servers take it, or none. Raises NoAddress."""
    text = (mail or "").strip()
    if text and not is_address(text):
        raise NoAddress(mail=text)
    return text or None


def _matches(password_hash: str, password: str) -> bool:
    with _queue:
        try:
            return _hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _hash_of_nobody() -> str:
    return hash_password("nobody has this password")
