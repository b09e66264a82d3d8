"""The errand `letter.paper`: a numbered letter is printed and laid into the archive, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update

from awards.letters import archive, printing
from awards.models import letter
from awards.settings import settings
from engine.errors import NotFound
from engine.letters import text_of
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, Variables


def lay(pe: ProcessEngine, assignment: Assignment) -> Variables:
    """Input: letter (id). A letter whose paper lies there already is left alone. Raises NotFound, Unprintable."""
    number = int(assignment.variables["letter"])
    with pe.database.reading() as connection:
        row = connection.execute(select(letter).where(letter.c.id == number)).first()
    if row is None:
        raise NotFound(what="这封信函")
    if row.sha256 is None:
        paper = printing.exact(row.content["sheet"], sheet_data(row))
        digest = archive.keep(paper)
        mine = update(letter).where(letter.c.id == number, letter.c.sha256.is_(None))
        with pe.database.transaction() as connection:
            connection.execute(mine.values(sha256=digest, size=len(paper)))
    return {}


def sheet_data(row: Row[Any]) -> dict[str, Any]:
    """What the letter's sheet is filled with."""
    content: Mapping[str, Any] = row.content
    address = address_of(row.token)
    return {
        **content,
        "title": row.title,
        "number": row.number,
        "day": text_of(row.issued_on),
        "issued": day_parts(row.issued_on),
        "address": address,
        "qr": printing.qr(address),
    }


def address_of(token: str) -> str:
    """What a paper's QR code opens."""
    return f"{settings().address}/verify/{token}"


def day_parts(day: date) -> dict[str, int]:
    """A day as sheets take it."""
    return {"year": day.year, "month": day.month, "day": day.day}
