"""How often one address may do something in public: a keyed hash of the address, forgotten after the window."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from awards.models import public_attempt
from engine.process_engine import ProcessEngine

WINDOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """At most `most` of one kind from one address within the window."""

    kind: str
    most: int


FILING: Final = Bound("filing", 20)  # several people may share one address
WRONG_CODE: Final = Bound("wrong-code", 20)
SUPPLYING: Final = Bound("supplying", 20)


def address_mark(secret: str, address: str) -> str:
    """By what an address is known here; without the secret nobody finds out which it was."""
    return hmac.new(secret.encode(), b"public attempt " + address.encode(), sha256).hexdigest()


def exhausted(connection: Connection, bound: Bound, who: str, now: datetime) -> bool:
    """Whether no more is taken from there for a while."""
    mine = (public_attempt.c.kind == bound.kind) & (public_attempt.c.who == who)
    query = select(func.count()).select_from(public_attempt).where(mine, public_attempt.c.at > now - WINDOW)
    return connection.execute(query).scalar_one() >= bound.most


def note(connection: Connection, bound: Bound, who: str, now: datetime) -> None:
    """Remember one; what is older than the window is forgotten."""
    connection.execute(delete(public_attempt).where(public_attempt.c.at <= now - WINDOW))
    connection.execute(insert(public_attempt), {"kind": bound.kind, "who": who, "at": now})


def forget(pe: ProcessEngine) -> None:
    """What is older than the window, also where nobody comes any more; a turn of the worker's upkeep."""
    old = public_attempt.c.at <= pe.now() - WINDOW
    with pe.database.reading() as connection:
        if connection.execute(select(public_attempt.c.id).where(old).limit(1)).first() is None:
            return
    with pe.database.transaction() as connection:
        connection.execute(delete(public_attempt).where(old))
