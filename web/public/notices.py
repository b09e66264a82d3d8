"""Posted notices: those that run, those of the past, and each one word for word."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, request, send_file

from awards.publicity import shelf
from engine.errors import NotFound
from engine.letters import text_of
from web.access import ANYONE, may
from web.house import calendar, reading, today, vocabulary
from web.language import SOURCE, speaking
from web.language import gettext as _
from web.public import noticepaper, noticeview

pages = Blueprint("public_notices", __name__)


@pages.get("/notices")
@may(ANYONE)
def index() -> str:
    """What runs now, and the past by year; `scheme` narrows both."""
    scheme = request.args.get("scheme", "")[:60]
    with reading() as connection:
        days, names = calendar(connection), vocabulary(connection)
        found = shelf.notices(connection, today(), scheme=scheme or None)
    running = [noticeview.line(n, days, today()) for n in shelf.current(found)]
    past = [noticeview.line(n, days, today()) for n in found if n.state != "running"]
    schemes = sorted({*names.schemes} - {"shared"})
    return render_template(
        "public/notices.html",
        lists=[one for one in running if one.notice.kind == "list"],
        calls=[one for one in running if one.notice.kind == "call"],
        past=noticeview.years(past),
        schemes=schemes,
        scheme=scheme if scheme in schemes else "",
        most=shelf.MOST if len(found) == shelf.MOST else 0,
    )


@pages.get("/notices/<int:number>")
@may(ANYONE)
def show(number: int) -> str:
    """One notice; prints as it hangs."""
    shown = _shown(number)
    notice = shown.line.notice
    told = {"shown": shown, "notice": notice, "content": notice.content, "signed": text_of(notice.posted_on)}
    return render_template("public/notice.html", **told)


@pages.get("/notices/<int:number>.pdf")
@may(ANYONE)
def paper(number: int) -> Response:
    """The notice to be printed or kept, in the language in which it was posted."""
    with speaking(SOURCE):
        shown = _shown(number)
        content = BytesIO(noticepaper.pdf(shown))
    name = f"{shown.line.notice.number} {shown.line.notice.title}.pdf"
    return send_file(content, mimetype="application/pdf", download_name=name)


@pages.get("/notices/<int:number>/text")
@may(ANYONE)
def text(number: int) -> Response:
    """The kept text, whose SHA-256 is the fingerprint on the page."""
    with reading() as connection:
        notice = shelf.one(connection, number, today())
    if notice is None:
        raise NotFound(what=_("这份公告"))
    answer = make_response(notice.text.encode())
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="notice-{notice.id}.json"'
    return answer


def _shown(number: int) -> noticeview.Shown:
    """A notice with all that its page says. Raises NotFound."""
    with reading() as connection:
        notice = shelf.one(connection, number, today())
        if notice is None:
            raise NotFound(what=_("这份公告"))
        later = shelf.supplements(connection, notice.id)
        return noticeview.shown(notice, calendar(connection), today(), later)
