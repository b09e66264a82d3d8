"""Accounts that organisations and persons make for themselves: written once, with what is known of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from awards.models import applicant_profile
from engine.db import Database, Record, insert_or_skip, record
from web.models import account
from web.people import accounts

APPLIES = "applicant"  # the role of who applies
MOST_NAMED = 5  # accounts that share a mail address
DIGITS = 8  # of an account's number, where no mail can confirm an address


def enrol(
    connection: Connection, name: str, given: Mapping[str, Any], groups: Iterable[str], now: datetime
) -> bool:
    """An account with its profile, applicant of every scheme there is; False if the name is taken.

    `given`: kind, display_name, password_hash, mail, uscc, contact.
    """
    applying = [group for group in groups if group.rpartition(".")[2] == APPLIES]
    shown, hashed = str(given["display_name"]), str(given["password_hash"])
    if not create(connection, name, shown, hashed, applying, mail=given.get("mail")):
        return False
    row = {"account": name, "kind": given["kind"], "registered_at": now}
    row |= {"uscc": given.get("uscc") or None, "contact": given.get("contact") or None}
    connection.execute(insert(applicant_profile).values(row))
    return True


def number() -> str:
    """A name for an account that nobody can guess from the outside whether it is taken: `sb48210573`."""
    return f"sb{secrets.randbelow(9 * 10 ** (DIGITS - 1)) + 10 ** (DIGITS - 1)}"


def profile(connection: Connection, name: str) -> Record | None:
    """What an account that registered itself has said of itself."""
    return record(connection, select(applicant_profile).where(applicant_profile.c.account == name))


def describe(connection: Connection, name: str, *, uscc: str | None, contact: str | None) -> None:
    """Keep what the account says of itself now."""
    mine = update(applicant_profile).where(applicant_profile.c.account == name)
    connection.execute(mine.values(uscc=uscc or None, contact=contact or None))


def create(
    connection: Connection,
    name: str,
    display_name: str,
    password_hash: str,
    groups: Iterable[str],
    *,
    mail: str | None = None,
) -> bool:
    """Write an account that is not there yet; False, with nothing changed, if there is one of that name. Raises NoAddress."""
    row: dict[str, Any] = {"name": name, "display_name": display_name, "groups": sorted(groups)}
    row |= {
        "password_hash": password_hash,
        "admin": False,
        "disabled": False,
        "mail": accounts.address_of(mail),
    }
    kept = insert_or_skip(connection, account, ["name"]).returning(account.c.name)
    if connection.execute(kept, row).first() is None:
        return False
    accounts.noted(connection, "account-registered", name)
    return True


def named(connection: Connection, text: str) -> list[Row[Any]]:
    """The accounts that may sign in and have this name or mail address, those of the name first; few, or none."""
    either = or_(account.c.name == text, func.lower(account.c.mail) == text.lower())
    query = select(account).where(either, account.c.disabled.is_(False))
    return list(connection.execute(query.order_by(account.c.name != text, account.c.name).limit(MOST_NAMED)))


def rename(database: Database, name: str, display_name: str) -> None:
    """How an account is called on pages from now on. Raises UnknownAccount."""
    with database.transaction() as connection:
        changed = connection.execute(
            update(account).where(account.c.name == name).values(display_name=display_name)
        )
        if changed.rowcount != 1:
            raise accounts.UnknownAccount(name=name)
        accounts.noted(connection, "account-renamed", name)


def widen(database: Database, who: accounts.Account, groups: Iterable[str]) -> None:
    """An account that registered itself applies for every scheme there is, also for those that came since.

    `groups` are all groups there are; those whose role is `applicant` count.
    """
    wanted = {group for group in groups if group.rpartition(".")[2] == APPLIES}
    if wanted <= who.groups:
        return
    with database.transaction() as connection:
        own = select(applicant_profile.c.account).where(applicant_profile.c.account == who.name)
        if connection.execute(own).first() is None:
            return
        every = who.groups | wanted
        mine = update(account).where(account.c.name == who.name)
        connection.execute(mine.values(groups=sorted(every)))
        accounts.noted(connection, "account-written", who.name)
