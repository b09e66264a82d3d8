"""Taking a content in: counted, hashed and looked into while it lies aside, then stored under its hash."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Final

from sqlalchemy import Connection, select, update

from engine.db import Database, insert_or_skip
from engine.errors import Conflict
from engine.sentence import Sentence
from web import installation
from web.files import archives, kinds, scanning, states, stores
from web.limits import Allowance
from web.models import stored_file

PIECE: Final = 256 * 1024  # bytes held at once


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored content: SHA-256 and size in bytes."""

    sha256: str
    size: int


def keep(
    database: Database, stream: IO[bytes], name: str, most: Allowance, now: datetime, accepted: str = ""
) -> Kept:
    """Store what a stream holds; the same content lies there once. Nothing of a refused file stays.

    `name` is a clean name. Raises WrongKind, TooLarge, StoreAway, StorageFull as OSError.
    """
    kinds.check_name(name, accepted)
    digest, size, first = sha256(), 0, b""
    with _aside() as file:
        while piece := stream.read(PIECE):
            first = first or piece[: kinds.LOOKED_AT]
            size += len(piece)
            most.check_size(name, size)
            digest.update(piece)
            file.write(piece)
        kinds.check_content(name, first)
        archives.look_into(file, name)
        kept = Kept(digest.hexdigest(), size)
        if _reserve(database, kept, name, now):
            file.seek(0)
            stores.chosen().put(kept.sha256, file, size)
    return kept


def settle(connection: Connection, kept: Kept, now: datetime, root_id: int | None, name: str) -> None:
    """In the commit that makes somebody own a stored content: where there is a scanner, it shall look.

    Called by whoever writes a row with the hash of what `keep` returned.
    """
    scanning.ask(connection, kept.sha256, now, root_id, name)


def _reserve(database: Database, kept: Kept, name: str, now: datetime) -> bool:
    """Say that this content is wanted, so that nobody sweeps it away; False if it lies in the store already.

    Raises Conflict while an old one of the same hash is being swept away, WrongKind if it is known to be bad.
    """
    mine = stored_file.c.sha256 == kept.sha256
    row = {"sha256": kept.sha256, "size": kept.size, "state": states.UNSCANNED, "kept_at": now}
    with database.transaction() as connection:
        connection.execute(insert_or_skip(connection, stored_file, ["sha256"]), row)
        known = connection.execute(select(stored_file).where(mine).with_for_update()).one()
        if known.state == states.LEAVING:
            raise Conflict
        if known.state in states.BAD:
            raise kinds.WrongKind(
                name=name,
                reason=Sentence("以前查出过问题（{finding}），不收", finding=Sentence(known.finding or "")),
            )
        connection.execute(update(stored_file).where(mine).values(kept_at=now))
    with_content = stores.chosen().open(kept.sha256)
    if with_content is not None:
        with_content.close()
    return with_content is None


@contextmanager
def _aside() -> Iterator[IO[bytes]]:
    """A file outside the store, gone again whatever happens."""
    folder = installation.var() / "uploading"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        yield file
