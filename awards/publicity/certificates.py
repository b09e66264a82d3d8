"""What anybody may be told of a paper by its number: a letter or certificate we printed, else an award on record.

Awards that were given before there were papers of ours have a certificate's number and no paper: the register answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, select

from awards.letters import register
from awards.letters.register import Verified
from awards.models import award
from awards.numbers import spellings
from awards.publicity import winners
from awards.rule_texts import deployed_schemes


@dataclass(frozen=True, slots=True)
class Registered:
    """An award on record: what the list of winners says of it."""

    standing: Literal["genuine", "revoked"]
    number: str
    award: str
    award_name: str
    office: str
    holder: str
    document_number: str
    document_date: date
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a number: the paper, the award that it certifies, or both."""

    paper: Verified | None
    award: Registered | None


def known(connection: Connection, reference: str) -> Answer | None:
    """The paper or award of a token or number, however its brackets are typed; None if there is none."""
    for spelling in spellings(reference):
        paper = register.verified(connection, spelling)
        registered = _registered(connection, paper.certificate or "" if paper else spelling)
        if paper or registered:
            return Answer(paper, registered)
    return None


def case_of(connection: Connection, certificate: str) -> str | None:
    """The number of the case that an award came from, by its certificate; None if it is not on record here."""
    numbers = list(spellings(certificate))
    query = select(award.c.case_key).where(award.c.certificate.in_(numbers), award.c.case_key.is_not(None))
    return connection.execute(query.order_by(award.c.id.desc()).limit(1)).scalar()


def _registered(connection: Connection, certificate: str) -> Registered | None:
    query = select(award).where(award.c.certificate == certificate).order_by(award.c.id.desc())
    row = connection.execute(query).first() if certificate else None
    return None if row is None else _told(row, deployed_schemes(connection).get(row.scheme) or {})


def _told(row: Any, data: Mapping[str, Any]) -> Registered:
    name = str(data.get("name") or row.scheme)
    return Registered(
        standing="genuine" if row.revoked_on is None else "revoked",
        number=row.certificate,
        award=winners.named(data, row.level, row.category),
        award_name=name,
        office=str(data.get("office") or name),
        holder=row.applicant_name,
        document_number=row.document_number,
        document_date=row.document_date,
        revoked_on=row.revoked_on,
    )
