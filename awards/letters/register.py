"""The register of letters: those of a case, one by number, and what anybody may be told of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, and_, or_, select

from awards.models import award, letter
from engine.db import Record, record, records

COLUMNS = (
    letter.c.id,
    letter.c.root_id,
    letter.c.title,
    letter.c.number,
    letter.c.token,
    letter.c.recipient,
    letter.c.issued_on,
    letter.c.sha256,
    letter.c.size,
)
Standing = Literal["genuine", "revoked"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What the public page says of a letter, and nothing else."""

    standing: Standing
    number: str
    title: str
    office: str
    issued_on: date
    holder: str | None
    certificate: str | None  # the award's number, where the paper is about one
    sha256: str | None
    revoked_on: date | None


def of_case(connection: Connection, root_id: int, account: str | None = None) -> list[Record]:
    """The letters of a case, oldest first; for an account only those written to it."""
    query = select(*COLUMNS).where(letter.c.root_id == root_id)
    if account is not None:
        query = query.where(letter.c.recipient == account)
    return records(connection, query.order_by(letter.c.id))


def one(connection: Connection, number: int) -> Record | None:
    """A letter by its id."""
    return record(connection, select(*COLUMNS).where(letter.c.id == number))


def verified(connection: Connection, reference: str) -> Verified | None:
    """The letter with that token, or the newest with that number; None if the office never wrote one."""
    given = award.c.certificate == letter.c.certificate
    joined = letter.outerjoin(award, and_(letter.c.certificate.is_not(None), given))
    query = select(letter, award.c.revoked_on).select_from(joined)
    query = query.where(or_(letter.c.token == reference, letter.c.number == reference))
    row = connection.execute(query.order_by((letter.c.token == reference).desc(), letter.c.id.desc())).first()
    return None if row is None else _told(row)


def _told(row: Any) -> Verified:
    return Verified(
        standing="genuine" if row.revoked_on is None else "revoked",
        number=row.number,
        title=row.title,
        office=row.content["office"],
        issued_on=row.issued_on,
        holder=row.holder,
        certificate=row.certificate,
        sha256=row.sha256,
        revoked_on=row.revoked_on,
    )
