"""The mark of a case that came on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.models import variable

MARKS = ("paper.received_on", "paper.entered_on", "paper.entered_by")


@dataclass(frozen=True, slots=True)
class Mark:
    """That a case came on paper: when it was received, when entered, and by whom."""

    received_on: date
    entered_on: date
    entered_by: str


def mark_of(connection: Connection, case_id: int) -> Mark | None:
    """The mark of a case that came on paper."""
    query = select(variable).where(variable.c.instance_id == case_id, variable.c.name.in_(MARKS))
    rows = {row.name: row for row in connection.execute(query)}
    if len(rows) < len(MARKS):
        return None
    received, entered, by = (rows[name] for name in MARKS)
    return Mark(received.day, entered.day, by.text)
