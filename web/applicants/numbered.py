"""Receipts by the numbers that stand on them: what anybody may be told of one, and more to who holds its fingerprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from awards.numbers import spellings
from engine.db import Record, records
from engine.models import instance, user_task
from engine.process_engine import ProcessEngine
from web.applicants import receipts

_NUMBER: Final = re.compile(r"(?P<case>.+)[-－](?P<place>[0-9]{1,4})")
_HEX: Final = re.compile(r"[^0-9a-f]")


@dataclass(frozen=True, slots=True)
class Known:
    """A receipt of this number was given out by an office; `at` is told to who holds the fingerprint (`same`)."""

    number: str
    office: str
    same: bool | None = None
    at: datetime | None = None


def known(
    pe: ProcessEngine, connection: Connection, reference: str, fingerprint: str | None = None
) -> Known | None:
    """The receipt of a number, compared with a fingerprint if one was typed; None if no such receipt was given out.

    A case and what came after its award have one number: what fits the fingerprint is meant.
    """
    found: Known | None = None
    typed = None if fingerprint is None else _HEX.sub("", fingerprint.lower())
    for case, done in _found(connection, reference):
        receipt = receipts.read(pe, connection, case, done)
        data = pe.definitions.get(connection, case["definition_id"]).scheme or {}
        office = str(data.get("office") or data.get("name") or "")
        if typed == receipt.fingerprint:
            return Known(receipt.number, office, True, receipt.at)
        found = found or Known(receipt.number, office, None if typed is None else False)
    return found


def _found(connection: Connection, reference: str) -> Iterator[tuple[Record, Record]]:
    """Cases of the number before the last hyphen, each with the task that its owner completed in that place."""
    parts = _NUMBER.fullmatch(reference.strip())
    if parts is None:
        return
    keys = list(spellings(parts["case"]))
    of_number = (
        instance.c.business_key.in_(keys),
        instance.c.parent_id.is_(None),
        instance.c.owner.is_not(None),
    )
    for case in records(connection, select(instance).where(*of_number).order_by(instance.c.id)):
        done = _nth(connection, case, int(parts["place"]))
        if done is not None:
            yield case, done


def _nth(connection: Connection, case: Record, place: int) -> Record | None:
    mine = (user_task.c.root_id == case["id"], user_task.c.ended_by == case["owner"])
    query = select(user_task.c.id).where(*mine, user_task.c.status == "completed")
    query = query.order_by(user_task.c.ended_at, user_task.c.id).offset(place - 1).limit(1)
    number = connection.execute(query).scalar() if place else None
    return None if number is None else receipts.task(connection, number)
