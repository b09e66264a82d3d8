"""Evidence from people without an account: a few files of bounded size, looked into as every upload is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from flask import Flask, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection

from awards.publicity.receipts import File
from engine.errors import LaurelError
from web.files import keeping, kinds
from web.forms.plain import Entries
from web.house import engine, settings
from web.language import gettext as _
from web.limits import Allowance, allowance

FORM: Final = 1024 * 1024  # bytes around the files
AT_ONCE: Final = 5  # files of one request
FIELD: Final = "proof"
CARRIED: Final = "_kept"  # files of an earlier try of the same form, signed
_TAKERS: Final = frozenset({"objections.file", "public_following.supply"})


def install(app: Flask) -> None:
    """Only the routes that take evidence take more than a form; to be called before anybody reads a form."""
    app.before_request(_widen)


def _widen() -> None:
    if request.endpoint in _TAKERS:
        request.max_content_length = largest_request()


def bound() -> Allowance:
    """What somebody without an account may send."""
    return allowance(settings().uploads, None)


def largest_request() -> int:
    """Bytes of one request with all its files."""
    return AT_ONCE * bound().largest + FORM


def taken(entries: Entries) -> list[File]:
    """The files of this request and those of its earlier tries; what is refused stands at the field."""
    files = _carried()
    given = [one for one in request.files.getlist(FIELD) if one.filename]
    if len(files) + len(given) > AT_ONCE:
        entries.errors[FIELD] = _("一次最多 %(most)s 个文件，请合并后再传", most=AT_ONCE)
        return files
    pe, most = engine(), bound()
    for number, one in enumerate(given, 1):
        try:
            name = _neutral(number, one.filename or "")
            kept = keeping.keep(pe.database, one.stream, name, most, pe.now())
        except LaurelError as error:
            entries.errors[FIELD] = _("第 %(n)s 个文件：%(why)s", n=number, why=error.sentence(_))
            break
        files.append(File(kept.sha256, kept.size, PurePath(name).suffix))
    return files


def carried(files: Sequence[File]) -> list[tuple[str, File]]:
    """Stored files for a form that has to be sent again, each with the signed text that brings it back."""
    return [(str(_signer().dumps([one.sha256, one.size, one.suffix])), one) for one in files]


def _carried() -> list[File]:
    found = []
    for text in request.form.getlist(CARRIED)[:AT_ONCE]:
        try:
            found.append(File(*_signer().loads(text)))
        except (BadSignature, TypeError):
            continue  # not one of ours, or its box was cleared
    return found


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="objection evidence")


def settle(connection: Connection, files: Sequence[File], root_id: int | None = None) -> None:
    """In the commit that joins them to an objection: the scanner shall look, if there is one."""
    for number, one in enumerate(files, 1):
        kept = keeping.Kept(one.sha256, one.size)
        keeping.settle(connection, kept, engine().now(), root_id, f"证明材料{number}{one.suffix}")


def _neutral(number: int, given: str) -> str:
    """A name that says only what kind of file it is; names may name people. Raises WrongKind."""
    return f"{_('文件')}{number}{PurePath(kinds.clean_name(given)).suffix.lower()}"
