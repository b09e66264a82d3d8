"""Sign-ins kept on the server: the browser holds a random id, the database only its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from engine.db import Database
from web.models import account as accounts
from web.models import session as sessions
from web.models import sign_in_failure as failures
from web.people.accounts import Account, of_row
from web.settings import Settings

SEEN_EVERY = timedelta(minutes=1)  # so that looking at pages does not write at every click


def begin(database: Database, settings: Settings, name: str) -> str:
    """A new signed-in session; returns its id for the cookie. Sessions that have run out are swept away."""
    now = settings.clock.now()
    identity = secrets.token_urlsafe(32)
    with database.transaction() as connection:
        connection.execute(delete(sessions).where(_over(now, settings)))
        connection.execute(delete(failures).where(failures.c.account == name))
        row = {"id_hash": _hashed(identity), "account": name, "created_at": now, "last_seen_at": now}
        connection.execute(insert(sessions), {**row, "expires_at": now + settings.absolute})
    return identity


def account_of(database: Database, settings: Settings, identity: str | None) -> Account | None:
    """Whose session this is, if it still lives; its last use is noted."""
    if not identity:
        return None
    now = settings.clock.now()
    key = _hashed(identity)
    joined = sessions.join(accounts, accounts.c.name == sessions.c.account)
    query = select(accounts, sessions.c.last_seen_at, sessions.c.expires_at).select_from(joined)
    with database.reading() as connection:
        row = connection.execute(query.where(sessions.c.id_hash == key)).first()
    if row is None or row.disabled or now >= row.expires_at or now - row.last_seen_at >= settings.idle:
        return None
    if now - row.last_seen_at >= SEEN_EVERY:
        with database.transaction() as connection:
            connection.execute(update(sessions).where(sessions.c.id_hash == key).values(last_seen_at=now))
    return of_row(row)


def end(database: Database, identity: str | None) -> None:
    """Sign out: the id is worth nothing from now on."""
    if identity:
        with database.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.id_hash == _hashed(identity)))


def throttled(connection: Connection, settings: Settings, name: str, address: str) -> bool:
    """Whether so many sign-ins failed lately, for the account or from the address, that no more are tried."""
    since = settings.clock.now() - settings.failure_window
    of_account = func.count().filter(failures.c.account == name)
    of_address = func.count().filter(failures.c.address == address)
    query = select(of_account, of_address).where(failures.c.at > since)
    by_account, by_address = connection.execute(query).one()
    return by_account >= settings.failures_for_account or by_address >= settings.failures_for_address


def note_failure(database: Database, settings: Settings, name: str, address: str) -> None:
    """Remember a sign-in that failed; what is older than the window is forgotten."""
    now = settings.clock.now()
    with database.transaction() as connection:
        connection.execute(delete(failures).where(failures.c.at <= now - settings.failure_window))
        connection.execute(insert(failures), {"account": name[:200], "address": address[:100], "at": now})


def _over(now: datetime, settings: Settings) -> ColumnElement[bool]:
    return or_(sessions.c.expires_at <= now, sessions.c.last_seen_at <= now - settings.idle)


def _hashed(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()
