"""For whom an account acts today: people of the same office who are away, with the groups that this lends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from engine.actor import StandIn
from engine.db import Database
from engine.models import substitution
from engine.queries.substitutions import in_force
from engine.queries.visibility import office_schemes
from web.models import account as accounts
from web.people.accounts import Account


def for_others(database: Database, account: Account, day: date) -> Account:
    """The account with everybody for whom it acts on a day; only those who work in an office can."""
    if not office_schemes(account.groups):
        return account
    query = (
        select(substitution.c.scheme, substitution.c.until_on, accounts.c.name, accounts.c.groups)
        .join(accounts, accounts.c.name == substitution.c.absent)
        .where(in_force(account.name, day), accounts.c.disabled.is_(False))
        .order_by(substitution.c.id)
    )
    with database.reading() as connection:
        rows = connection.execute(query).all()
    found = [StandIn(row.name, _lent(row.groups, row.scheme), row.scheme, row.until_on) for row in rows]
    return replace(account, stands_in=tuple(found)) if found else account


def _lent(groups: list[str], scheme: str) -> frozenset[str]:
    """The groups of the absent person's office work; what they are elsewhere stays their own."""
    schemes = {scheme} if scheme else set(office_schemes(groups))
    return frozenset(group for group in groups if group.rpartition(".")[0] in schemes and _is_office(group))


def _is_office(group: str) -> bool:
    return bool(office_schemes([group]))
