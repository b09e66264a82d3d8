"""The papers of a case's letters, for whoever may see the case: staff all of them, others those written to them."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file

from awards.letters import archive, register
from engine.errors import LaurelError, NotFound
from web.access import SIGNED_IN, may
from web.cases.pages import visible
from web.house import me, reading
from web.language import noop as N_

pages = Blueprint("letters", __name__)


class PaperPending(LaurelError):
    """“{title}”（{number}）的纸件正在生成，一般只要几秒钟；请稍后再打开。"""

    code, status = "paper-pending", 409


@pages.get("/letters/<int:letter_id>.pdf")
@may(SIGNED_IN)
def paper(letter_id: int) -> Response:
    with reading() as connection:
        row = register.one(connection, letter_id)
        if row is None:
            raise NotFound(what=N_("这封信函"))
        case = visible(connection, row["root_id"])
    if not case["staff"] and row["recipient"] != me().name:
        raise NotFound(what=N_("这封信函"))
    if row["sha256"] is None:
        raise PaperPending(title=row["title"], number=row["number"])
    content = BytesIO(archive.read(row["sha256"]))
    name = f"{row['number']} {row['title']}.pdf"
    return send_file(content, mimetype="application/pdf", as_attachment=True, download_name=name)
