"""What is asked for twice is done once: a form's token is kept in the commit of what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from engine.db import insert_or_skip
from engine.models import request


def answered(connection: Connection, account: str, token: str | None, now: datetime) -> str | None:
    """What came of this token before; None if it is new, which it is for nobody else from now on.

    Whoever comes with it at the same moment waits for this transaction to end.
    """
    if token is None:
        return None
    row = {"account": account, "token": token, "at": now}
    kept = insert_or_skip(connection, request, ["account", "token"]).returning(request.c.token)
    if connection.execute(kept, row).first() is not None:
        return None
    mine = (request.c.account == account) & (request.c.token == token)
    return connection.execute(select(request.c.answer).where(mine)).scalar_one()


def before(connection: Connection, account: str, token: str) -> str | None:
    """What came of this token, without taking it; None if nothing did."""
    mine = (request.c.account == account) & (request.c.token == token)
    return connection.execute(select(request.c.answer).where(mine)).scalar_one_or_none()


def answer(connection: Connection, account: str, token: str | None, what: str) -> None:
    """Keep what came of a token, in the transaction that first asked `answered`."""
    if token is not None:
        mine = (request.c.account == account) & (request.c.token == token)
        connection.execute(update(request).where(mine).values(answer=what))
