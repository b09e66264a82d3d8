"""Who holds or held an award, as far as that is public: never the applicant's key or number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, extract, func, select

from awards.models import award

MOST = 1000  # winners on one page


@dataclass(frozen=True, slots=True)
class Winner:
    """One award as it is announced; the fields are the allow-list."""

    year: int
    scheme: str
    name: str
    award: str
    certificate: str
    document_number: str
    document_date: date
    revoked_on: date | None


def years(connection: Connection, scheme: str | None = None) -> dict[int, int]:
    """How many awards were given in each year, the newest first."""
    year = extract("year", award.c.document_date)
    query = select(year.label("year"), func.count().label("number")).group_by(year).order_by(year.desc())
    if scheme:
        query = query.where(award.c.scheme == scheme)
    return {int(row.year): int(row.number) for row in connection.execute(query)}


def winners(
    connection: Connection,
    schemes: Mapping[str, Mapping[str, Any]],
    *,
    year: int | None = None,
    scheme: str | None = None,
    limit: int = MOST,
) -> list[Winner]:
    """Awards with their names in words, by `schemes`, the rule data of each; the newest first, then by name."""
    order = (award.c.document_date.desc(), award.c.scheme, award.c.level.desc(), award.c.applicant_name)
    query = select(award).order_by(*order, award.c.id).limit(limit)
    if year is not None:
        query = query.where(award.c.document_date.between(date(year, 1, 1), date(year, 12, 31)))
    if scheme:
        query = query.where(award.c.scheme == scheme)
    return [
        Winner(
            year=row.document_date.year,
            scheme=row.scheme,
            name=row.applicant_name,
            award=named(schemes.get(row.scheme) or {}, row.level, row.category),
            certificate=row.certificate or "",
            document_number=row.document_number,
            document_date=row.document_date,
            revoked_on=row.revoked_on,
        )
        for row in connection.execute(query)
    ]


def named(data: Mapping[str, Any], level: str, category: str) -> str:
    """A level and a category as the scheme calls them together, whichever stands first."""
    slots, values = data.get("slots") or {}, data.get("values") or {}
    for key in (f"{level}-{category}", f"{category}-{level}", category, level):
        if key in slots:
            return str(slots[key])
    return " ".join(str(values.get(part, part)) for part in dict.fromkeys((level, category)) if part)
