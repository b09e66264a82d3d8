"""Variables as searchable rows: scalars, and the scalars one level inside contexts (`applicant.name`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from engine.db import upsert
from engine.models import variable

LONGEST = 450  # characters of a text: its index holds 2,704 bytes on PostgreSQL, the name among them


def variable_rows(instance_id: int, variables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Scalars, and the scalars one level inside contexts, as searchable rows."""
    for name, value in variables.items():
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(inner, dict | list):
                    yield _variable_row(instance_id, f"{name}.{key}", inner)
        elif not isinstance(value, list):
            yield _variable_row(instance_id, name, value)


def write_variables(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert or overwrite; of several rows with one key the last counts, since a statement may touch it once."""
    last = {(row["instance_id"], row["name"]): row for row in rows}
    upsert(connection, variable, list(last.values()), ("instance_id", "name"))


def _variable_row(instance_id: int, name: str, value: Any) -> dict[str, Any]:
    row = {"instance_id": instance_id, "name": name[:200], "kind": "null"}
    row |= dict.fromkeys(("text", "number", "day", "flag"))
    match value:
        case bool():
            row |= {"kind": "boolean", "flag": value}
        case Decimal():
            row |= {"kind": "number", "number": value}
        case str():
            row |= {"kind": "string", "text": value[:LONGEST]}
        case datetime():
            row |= {"kind": "date and time", "text": value.isoformat()}
        case date():
            row |= {"kind": "date", "day": value, "text": value.isoformat()}
        case None:
            pass
        case _:
            row |= {"kind": "other", "text": str(value)[:LONGEST]}
    return row
