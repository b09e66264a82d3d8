"""The first page: for strangers what is public; who is signed in goes to the inbox."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from awards.publicity import shelf
from web.access import ANYONE, may
from web.house import calendar, reading, today
from web.public import noticeview

pages = Blueprint("public_home", __name__)


@pages.get("/")
@may(ANYONE)
def home() -> Response | str:
    """Current notices with their countdown, open cycles, how to object."""
    if g.account is not None:
        return redirect(url_for("inbox.index"))
    with reading() as connection:
        days = calendar(connection)
        found = shelf.current(shelf.notices(connection, today()))
    running = [noticeview.line(n, days, today()) for n in found]
    lists = [one for one in running if one.notice.kind == "list"]
    calls = [one for one in running if one.notice.kind == "call"]
    return render_template("public/home.html", lists=lists, calls=calls)
