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
from web.files import attached, pieces, receiving
from web.files.doors import place_of
from web.files.places import Place
from web.files.receiving import VERSION, BadRequest, number_in
from web.forms.view import field_id
from web.house import actor, engine, me, reading
from web.language import gettext as _
from web.language import noop as N_
from web.tasks.files import open_task, typed

pages = Blueprint("sending", __name__)

PIECE_TYPE: Final = "application/offset+octet-stream"
MISMATCH: Final = 460  # tus: the checksum is another


class Damaged(LaurelError):
    """这一段在路上损坏了，没有收下；请重传这一段。"""

    code, status = "piece-damaged", MISMATCH


@pages.post("/tasks/<int:task_id>/files/incoming")
@may(SIGNED_IN)
def begin(task_id: int) -> Response:
    """Expect a file of a field; answers where its pieces go, and what has come of it already."""
    task = open_task(task_id)
    with reading() as connection:
        form = attached.form_of(engine(), connection, task)
    return receiving.expect(place_of(task), form)


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
    place = _place(row)
    if request.mimetype != PIECE_TYPE:
        raise BadRequest(what=N_("内容类型不对"))
    offset, piece = number_in("Upload-Offset"), request.get_data(cache=False)
    _check_sum(piece)
    row = pieces.take(engine(), row, offset, piece)
    if row["received"] == row["size"]:
        pieces.finish(engine(), row, place, receiving.mine())
        engine().wake.set()
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


def _place(row: Record) -> Place:
    """Where a file under way belongs. Raises NotFound, NotOpen for a task that may not be worked on any more."""
    if row["task_id"] is None:
        return Place(me().name, page=row["page"])
    return place_of(open_task(row["task_id"]))


def _row(number: str) -> Record:
    """A file under way of this person; if it is of a task, of one that they may still see."""
    with reading() as connection:
        row = pieces.standing(connection, number, me().name)
        if row["task_id"] is not None and inbox.task(connection, actor(), row["task_id"]) is None:
            raise NotFound(what=N_("这个没有传完的文件"))
    return row


def _told(row: Record) -> dict[str, str]:
    return {
        "Upload-Offset": str(row["received"]),
        "Upload-Length": str(row["size"]),
        "Cache-Control": "no-store",
    }


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
