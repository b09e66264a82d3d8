"""Evidence from people without an account: a few files of bounded size, looked into as every upload is."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from flask import request
from sqlalchemy import Connection

from awards.publicity.receipts import File
from engine.errors import LaurelError
from web.files import keeping, kinds
from web.files.limits import Allowance, allowance
from web.house import engine, settings
from web.language import gettext as _
from web.plainform import Entries

FORM: Final = 1024 * 1024  # bytes around the files
AT_ONCE: Final = 5  # files of one request
FIELD: Final = "proof"


def bound() -> Allowance:
    """What somebody without an account may send."""
    return allowance(settings().uploads, None)


def largest_request() -> int:
    """Bytes of one request with all its files."""
    return AT_ONCE * bound().largest + FORM


def taken(entries: Entries) -> list[File]:
    """The files of this request, stored; what is refused stands at the field, with its number instead of its name."""
    given = [one for one in request.files.getlist(FIELD) if one.filename]
    if len(given) > AT_ONCE:
        entries.errors[FIELD] = _("一次最多 %(most)s 个文件，请合并后再传", most=AT_ONCE)
        return []
    pe, most = engine(), bound()
    files = []
    for number, one in enumerate(given, 1):
        try:
            name = _neutral(number, one.filename or "")
            kept = keeping.keep(pe.database, one.stream, name, most, pe.now())
        except LaurelError as error:
            entries.errors[FIELD] = _("第 %(n)s 个文件：%(why)s", n=number, why=error.sentence())
            return []
        files.append(File(kept.sha256, kept.size, PurePath(name).suffix))
    return files


def settle(connection: Connection, files: list[File], root_id: int | None = None) -> None:
    """In the commit that joins them to an objection: the scanner shall look, if there is one."""
    for number, one in enumerate(files, 1):
        kept = keeping.Kept(one.sha256, one.size)
        keeping.settle(connection, kept, engine().now(), root_id, f"证明材料{number}{one.suffix}")


def _neutral(number: int, given: str) -> str:
    """A name that says only what kind of file it is; names may name people. Raises WrongKind."""
    return f"{_('文件')}{number}{PurePath(kinds.clean_name(given)).suffix.lower()}"
