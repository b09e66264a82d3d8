"""Receipts: number and code open an objection to whoever filed it, and to nobody else. The code itself is not kept."""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, func, insert, select

from awards.models import objection_file, objection_receipt
from engine.db import Record, records

LENGTH: Final = 16  # characters of 32 kinds: 80 bits, more than anybody can try
_ALIKE: Final = str.maketrans("018", "OIB")  # digits that the code does not have, as people misread letters


@dataclass(frozen=True, slots=True)
class File:
    """One file of evidence in the store: SHA-256, bytes, and the suffix that says what it is."""

    sha256: str
    size: int
    suffix: str


def mark(token: str) -> str:
    """What is kept of a form's own token: asked twice, answered once, and nobody learns the code from it."""
    return sha256(b"once " + token.encode()).hexdigest()


def code_of(token: str) -> str:
    """The code that a form's token gives, the same however often it is sent: `ABCD-EFGH-IJKL-MNOP`."""
    letters = b32encode(sha256(b"code " + token.encode()).digest()).decode()[:LENGTH]
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


def write(connection: Connection, key: str, scheme: str, code: str, *, named: bool, at: datetime) -> None:
    """Keep the receipt, in the commit that takes the objection."""
    row = {"objection_key": key, "scheme": scheme, "code_hash": _hashed(code), "named": named, "filed_at": at}
    connection.execute(insert(objection_receipt), row)


def opened(connection: Connection, key: str, code: str) -> bool:
    """Whether number and code belong together."""
    query = select(objection_receipt.c.code_hash).where(objection_receipt.c.objection_key == key)
    kept = connection.execute(query).scalar()
    return hmac.compare_digest(kept or "", _hashed(code))


def one(connection: Connection, key: str) -> Record | None:
    """A receipt by its number."""
    found = records(connection, select(objection_receipt).where(objection_receipt.c.objection_key == key))
    return found[0] if found else None


def add_files(connection: Connection, key: str, files: Sequence[File], at: datetime) -> list[str]:
    """Join evidence to an objection under neutral names, which are returned: a name may name somebody."""
    mine = objection_file.c.objection_key == key
    last = connection.execute(select(func.max(objection_file.c.number)).where(mine)).scalar() or 0
    rows = [
        {
            "objection_key": key,
            "number": number,
            "name": f"证明材料{number}{file.suffix}",
            "sha256": file.sha256,
            "size": file.size,
            "kept_at": at,
        }
        for number, file in enumerate(files, last + 1)
    ]
    if rows:
        connection.execute(insert(objection_file), rows)
    return [str(row["name"]) for row in rows]


def files_of(connection: Connection, key: str) -> list[Record]:
    """The evidence of an objection, in the order in which it came."""
    query = select(objection_file).where(objection_file.c.objection_key == key)
    return records(connection, query.order_by(objection_file.c.number))


def _hashed(code: str) -> str:
    letters = "".join(c for c in code.upper().translate(_ALIKE) if c.isalnum())
    return sha256(b"receipt " + letters.encode()).hexdigest()
