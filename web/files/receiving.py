"""A file that a request brings for a field of a form: whole with the form around it, or announced to come in pieces."""

from __future__ import annotations

import binascii
from base64 import b64decode
from typing import Final

from flask import request, url_for
from werkzeug.wrappers import Response

from engine.errors import LaurelError
from engine.forms import Form
from web.files import attached, fields, keeping, kinds, pieces, uploaded
from web.files.places import Place
from web.house import engine, me, reading, settings
from web.language import noop as N_
from web.limits import Allowance, allowance

VERSION: Final = {"Tus-Resumable": "1.0.0"}


class BadRequest(LaurelError):
    """这次上传的请求不完整（{what}），没有收下任何内容。请刷新页面后重传。"""

    code, status = "bad-upload-request", 400


def mine() -> Allowance:
    """What the person of this request may send."""
    roles = frozenset(group.rpartition(".")[2] for group in me().groups)
    return allowance(settings().uploads, roles)


def whole(place: Place, form: Form | None, field: str) -> str | None:
    """Keep the file that stands in the request for a field; returns its name, None if none was chosen.

    Raises what `keeping.keep` and the limits raise.
    """
    component = fields.picker(form, field) if form is not None else None
    given = request.files.get(f"_file:{field}")
    if component is None or given is None or not given.filename:
        return None
    name, most, pe = kinds.clean_name(given.filename), mine(), engine()
    with reading() as connection:
        most.check_count(uploaded.count(connection, place))
    accepted, multiple = fields.takes(component)
    kept = keeping.keep(pe.database, given.stream, name, most, pe.now(), accepted)
    with pe.database.transaction() as connection:
        attached.add(connection, place, field, name, kept, pe.now(), multiple=multiple)
    pe.wake.set()
    return name


def expect(place: Place, form: Form | None) -> Response:
    """Expect a file in pieces for a field; answers where they go, and what has come of it already."""
    said, most = _metadata(), mine()
    with reading() as connection:
        most.check_count(uploaded.count(connection, place))
    field = said.get("field", "")
    component = fields.picker(form, field) if form is not None else None
    if component is None or "filename" not in said:
        raise BadRequest(what=N_("没有这个文件栏"))
    name, size = kinds.clean_name(said["filename"]), number_in("Upload-Length")
    kinds.check_name(name, fields.takes(component)[0])
    most.check_size(name, size)
    if size == 0:
        raise kinds.WrongKind(name=name, reason=N_("文件是空的"))
    with engine().database.transaction() as connection:
        number = pieces.begin(connection, place, field, component, name, size, engine().now())
        received = pieces.standing(connection, number, me().name)["received"]
    headers = {**VERSION, "Location": url_for("sending.go_on", number=number), "Upload-Offset": str(received)}
    return Response(status=201, headers=headers)


def number_in(header: str) -> int:
    """A whole number of at most 15 digits. Raises BadRequest."""
    said = request.headers.get(header, "")
    if not (said.isascii() and said.isdecimal() and len(said) <= 15):
        raise BadRequest(what=header)
    return int(said)


def _metadata() -> dict[str, str]:
    """`Upload-Metadata`: words and their values in base64, UTF-8 inside."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "")[:4000].split(","):
        word, _space, value = pair.strip().partition(" ")
        try:
            found[word] = b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError) as error:
            raise BadRequest(what="Upload-Metadata") from error
    return found
