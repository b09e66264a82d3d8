"""Keys that the database never sees: one file each, outside of it and of its backups (ADR 0017).

A file holds keys a line, the newest first; it is made at the first use, for this account only.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, select

from awards.models import office_key
from awards.settings import settings
from engine.db import insert_or_skip
from engine.errors import LaurelError

PERSONS: Final = "persons"
OBJECTORS: Final = "objectors"


class WrongKey(LaurelError):
    """密钥文件“{file}”不是这个数据库原来用的那一份，没有做任何事。请管理员把原来的密钥文件放回去。"""

    code, status = "wrong-key", 503


class Sealed(LaurelError):
    """这段内容用现有的密钥打不开。请管理员核对密钥文件“{file}”。"""

    code, status = "sealed", 503


def file_of(name: str) -> Path:
    """Where a key lies: `LAUREL_KEYS`, else the folder `keys` under `LAUREL_VAR`."""
    folder = os.environ.get("LAUREL_KEYS")
    return (Path(folder) if folder else settings().var / "keys") / name


def digest(connection: Connection, name: str, text: str) -> str:
    """HMAC-SHA-256 of a text, in hex: the same for the same text and key. Raises WrongKey."""
    return _hmac(_first(connection, name), text)


def seal(connection: Connection, name: str, text: str) -> str:
    """The text as only holders of the key can read it. Raises WrongKey."""
    _first(connection, name)
    return _box(file_of(name)).encrypt(text.encode()).decode()


def unseal(name: str, sealed: str) -> str:
    """What was sealed. Raises Sealed if no key of the file fits."""
    try:
        return _box(file_of(name)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Sealed(file=file_of(name)) from error


def _first(connection: Connection, name: str) -> bytes:
    """The key to use, after it was compared with the one this database has known from the beginning.

    Hashes under another key would not find the same person again, and nobody would notice.
    """
    file = file_of(name)
    marks = [_hmac(key, "laurel")[:32] for key in _keys(file)]
    row = {"name": name, "mark": marks[0]}
    connection.execute(insert_or_skip(connection, office_key, ["name"]).values(row))
    known = connection.execute(select(office_key.c.mark).where(office_key.c.name == name)).scalar_one()
    if known not in marks:
        raise WrongKey(file=file)
    return _keys(file)[marks.index(known)] if name == PERSONS else _keys(file)[0]


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


@lru_cache(16)
def _box(file: Path) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys(file)])


@lru_cache(16)
def _keys(file: Path) -> tuple[bytes, ...]:
    """The keys of a file, which is made if there is none; of two that make it at once, one does."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "wb") as made:
            made.write(Fernet.generate_key() + b"\n")
    return tuple(line.strip() for line in file.read_bytes().splitlines() if line.strip())
