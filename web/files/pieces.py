"""A file that comes in pieces: begun, continued from where it stands, made whole, given up.

Each piece lies in the store under its own name until the last one has come, so that any node can take the next one.
"""

from __future__ import annotations

import io
import secrets
from datetime import datetime
from hashlib import sha256
from typing import IO, Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from engine.db import Record, record
from engine.errors import LaurelError, NotFound
from engine.forms import Component
from engine.process_engine import ProcessEngine
from web.files import attached, fields, keeping, kinds, stores
from web.files.keeping import Kept
from web.files.places import Place
from web.language import noop as N_
from web.limits import Allowance
from web.models import incoming_file

SMALLEST: Final = 64 * 1024  # bytes of a piece that is not the last: nobody sends a file byte by byte
AT_ONCE: Final = 20  # files that one person may have under way at one place


class OutOfStep(LaurelError):
    """“{name}”已收到 {received} 字节，这一段接不上；请从那里继续。"""

    code, status = "out-of-step", 409


class PieceTooSmall(LaurelError):
    """“{name}”这一段太短，没有收下。"""

    code, status = "piece-too-small", 422


class TooManyAtOnce(LaurelError):
    """有 {most} 个文件还没有传完；请先传完或移除它们。"""

    code, status = "too-many-at-once", 422


def begin(
    connection: Connection,
    place: Place,
    field: str,
    component: Component,
    name: str,
    size: int,
    now: datetime,
) -> str:
    """Expect a file of a field; returns its id. One of the same name and size that is under way is gone on with."""
    told = ("id", "page", "field", "name", "size")
    columns = (incoming_file.c[column] for column in told)
    under_way = connection.execute(select(*columns).where(place.beside(incoming_file))).all()
    for other in under_way:
        if (other.page, other.field, other.name, other.size) == (place.page, field, name, size):
            return str(other.id)
    if len(under_way) >= AT_ONCE:
        raise TooManyAtOnce(most=AT_ONCE)
    number = secrets.token_urlsafe(24)
    accepted, multiple = fields.takes(component)
    row = {"id": number, **place.columns(), "field": field, "accepted": accepted, "multiple": multiple}
    row |= {"name": name, "size": size, "received": 0, "pieces": [], "touched_at": now}
    connection.execute(insert(incoming_file), row)
    return number


def standing(connection: Connection, number: str, account: str) -> Record:
    """A file under way and how much of it has come. Raises NotFound; another's is not there."""
    mine = (incoming_file.c.id == number) & (incoming_file.c.account == account)
    row = record(connection, select(incoming_file).where(mine))
    if row is None:
        raise NotFound(what=N_("这个没有传完的文件"))
    return row


def take(pe: ProcessEngine, row: Record, offset: int, piece: bytes) -> Record:
    """Keep the piece that begins at `offset`; returns the row as it then stands.

    Raises OutOfStep (also when another piece came first), PieceTooSmall, WrongKind for what the first one shows.
    """
    whole = row["size"]
    if offset != row["received"] or offset + len(piece) > whole:
        raise OutOfStep(name=row["name"], received=row["received"])
    if len(piece) < SMALLEST and offset + len(piece) != whole:
        raise PieceTooSmall(name=row["name"])
    if offset == 0 and piece:
        kinds.check_content(row["name"], piece)
    if not piece:
        return row
    key = f"{row['id']}/{offset:012d}-{sha256(piece).hexdigest()[:16]}"
    stores.chosen().put(key, io.BytesIO(piece), len(piece))
    grown = {"received": offset + len(piece), "pieces": [*row["pieces"], key], "touched_at": pe.now()}
    step = (incoming_file.c.id == row["id"]) & (incoming_file.c.received == offset)
    with pe.database.transaction() as connection:
        if connection.execute(update(incoming_file).where(step).values(grown)).rowcount != 1:
            raise OutOfStep(name=row["name"], received=row["received"])
    return {**row, **grown}


def finish(pe: ProcessEngine, row: Record, place: Place, most: Allowance) -> int:
    """All pieces are there: look into the whole, store it and join it to its field; returns the upload's id.

    What is refused (WrongKind) is forgotten; what could not be stored now (StoreAway) can be finished later.
    """
    try:
        with io.BufferedReader(_Joined(row["pieces"]), keeping.PIECE) as whole:
            kept: Kept = keeping.keep(pe.database, whole, row["name"], most, pe.now(), row["accepted"])
    except kinds.WrongKind:
        forget(pe, row)
        raise
    with pe.database.transaction() as connection:
        number = attached.add(
            connection, place, row["field"], row["name"], kept, pe.now(), multiple=row["multiple"]
        )
        connection.execute(delete(incoming_file).where(incoming_file.c.id == row["id"]))
    stores.chosen().remove(row["pieces"])
    return number


def forget(pe: ProcessEngine, row: Record) -> None:
    """Give a file up; its pieces go after the row, so that no row ever names a piece that is gone."""
    with pe.database.transaction() as connection:
        connection.execute(delete(incoming_file).where(incoming_file.c.id == row["id"]))
    stores.chosen().remove(row["pieces"])


class _Joined(io.RawIOBase):
    """Pieces read one after the other, each opened when its turn comes."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = list(reversed(keys))
        self._open: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            if self._open is None:
                if not self._keys:
                    return 0
                self._open = stores.chosen().open(self._keys.pop())
                if self._open is None:
                    raise NotFound(what=N_("这个文件已传的部分"))
            data = self._open.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._open.close()
            self._open = None

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        super().close()
