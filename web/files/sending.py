"""Files in pieces over HTTP, in the manner of tus 1.0.0: POST creates, PATCH goes on at an offset, HEAD tells it.

The last piece answers when the whole has been looked into and stored. A piece may carry its SHA-256
(`Upload-Checksum`), and `DELETE` gives a file up. https://tus.io/protocols/resumable-upload
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.db import Record
from engine.errors import LaurelError, NotFound
from engine.queries import inbox
from web.access import SIGNED_IN, may
from web.files import attached, kinds, pieces, uploaded
from web.files.pages import mine, open_task, typed
from web.forms.view import field_id
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("sending", __name__)

VERSION: Final = {"Tus-Resumable": "1.0.0"}
PIECE_TYPE: Final = "application/offset+octet-stream"
MISMATCH: Final = 460  # tus: the checksum is another


class BadRequest(LaurelError):
    """这次上传的请求不完整（{what}），没有收下任何内容。请刷新页面后重传。"""

    code, status = "bad-upload-request", 400


class Damaged(LaurelError):
    """这一段在路上损坏了，没有收下；请重传这一段。"""

    code, status = "piece-damaged", MISMATCH


@pages.post("/tasks/<int:task_id>/files/incoming")
@may(SIGNED_IN)
def begin(task_id: int) -> Response:
    """Expect a file of a field; answers where its pieces go, and what has come of it already."""
    task, said, most = open_task(task_id), _metadata(), mine()
    with reading() as connection:
        form = attached.form_of(engine(), connection, task)
        most.check_count(uploaded.count(connection, task["root_id"], me().name))
    component = attached.picker(form, said.get("field", "")) if form is not None else None
    if component is None or "filename" not in said:
        raise BadRequest(what=N_("没有这个文件栏"))
    name, size = kinds.clean_name(said["filename"]), _number("Upload-Length")
    kinds.check_name(name, str(component.settings.get("accept") or ""))
    most.check_size(name, size)
    if size == 0:
        raise kinds.WrongKind(name=name, reason=N_("文件是空的"))
    with engine().database.transaction() as connection:
        number = pieces.begin(connection, task, said["field"], name, size, me().name, engine().now())
        received = pieces.standing(connection, number, me().name)["received"]
    place = url_for("sending.go_on", number=number)
    return Response(status=201, headers={**VERSION, "Location": place, "Upload-Offset": str(received)})


@pages.route("/files/incoming/<number>", methods=["HEAD"])
@may(SIGNED_IN)
def standing(number: str) -> Response:
    """How much of a file has come."""
    return Response(headers={**VERSION, **_told(_row(number))})


@pages.patch("/files/incoming/<number>")
@may(SIGNED_IN)
def go_on(number: str) -> Response:
    """The next piece; with the last one the file is whole."""
    row = _row(number)
    task = open_task(row["task_id"])
    if request.mimetype != PIECE_TYPE:
        raise BadRequest(what=N_("内容类型不对"))
    offset, piece = _number("Upload-Offset"), request.get_data(cache=False)
    _check_sum(piece)
    row = pieces.take(engine(), row, offset, piece)
    if row["received"] == row["size"]:
        _finish(row, task)
    return Response(status=204, headers={**VERSION, **_told(row)})


@pages.delete("/files/incoming/<number>")
@may(SIGNED_IN)
def give_up(number: str) -> Response:
    pieces.forget(engine(), _row(number))
    return Response(status=204, headers=VERSION)


@pages.post("/tasks/<int:task_id>/files/incoming/<number>/remove")
@may(SIGNED_IN)
def remove(task_id: int, number: str) -> Response:
    """Give a file up from the page, without script; what was typed is kept."""
    typed(task_id)
    row = _row(number)
    if row["task_id"] != task_id:
        raise NotFound(what=_("这个没有传完的文件"))
    pieces.forget(engine(), row)
    flash(_("已移除“%(name)s”。", name=row["name"]), "done")
    back = url_for("tasks.show", task_id=task_id, _anchor=field_id(row["field"]))
    return redirect(back, code=303)


def _finish(row: Record, task: Record) -> None:
    pe = engine()
    with reading() as connection:
        form = attached.form_of(pe, connection, task)
    component = attached.picker(form, row["field"]) if form is not None else None
    if component is None:
        pieces.forget(pe, row)
        raise NotFound(what=N_("这个文件栏"))
    settings = component.settings
    accepted, multiple = str(settings.get("accept") or ""), bool(settings.get("multiple"))
    pieces.finish(pe, row, task, mine(), accepted, multiple=multiple)
    pe.wake.set()


def _row(number: str) -> Record:
    """A file under way of this person, in a task that they may still see."""
    with reading() as connection:
        row = pieces.standing(connection, number, me().name)
        if inbox.task(connection, actor(), row["task_id"]) is None:
            raise NotFound(what=N_("这个没有传完的文件"))
    return row


def _told(row: Record) -> dict[str, str]:
    return {
        "Upload-Offset": str(row["received"]),
        "Upload-Length": str(row["size"]),
        "Cache-Control": "no-store",
    }


def _number(header: str) -> int:
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


def _check_sum(piece: bytes) -> None:
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return
    way, _space, value = said.partition(" ")
    try:
        told = b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest(what="Upload-Checksum") from error
    if way != "sha256" or not compare_digest(sha256(piece).digest(), told):
        raise Damaged
