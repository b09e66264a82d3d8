"""Reminders in one's own inbox: new ones first, seen when one says so; nobody else's are there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from awards.reminders import entries
from engine.errors import NotFound
from engine.queries.cases import seen_by
from engine.queries.inbox import Page
from web.access import SIGNED_IN, may
from web.house import actor, engine, me, reading, settings
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("reminders", __name__)


@pages.get("/reminders")
@may(SIGNED_IN)
def index() -> str:
    number, size = max(1, request.args.get("page", 1, int)), settings().page_size
    first = (number - 1) * size
    with reading() as connection:
        rows, total = entries.page(connection, me().name, offset=first, limit=size)
        open_cases = seen_by(connection, actor(), {row["root_id"] for row in rows})
    page = Page(rows, total, first)
    return render_template(
        "reminders.html", page=page, number=number, size=size, new=unseen(), open_cases=open_cases, link=_link
    )


@pages.post("/reminders/<int:reminder_id>/seen")
@may(SIGNED_IN)
def seen(reminder_id: int) -> Response:
    with engine().database.transaction() as connection:
        if not entries.see(connection, me().name, reminder_id, engine().now()):
            raise NotFound(what=N_("这条提醒"))
    return redirect(url_for("reminders.index"), code=303)


@pages.post("/reminders/seen")
@may(SIGNED_IN)
def all_seen() -> Response:
    with engine().database.transaction() as connection:
        count = entries.see_all(connection, me().name, engine().now())
    flash(_("%(count)s 条提醒标为已阅。", count=count), "done")
    return redirect(url_for("reminders.index"), code=303)


def unseen() -> int:
    """How many reminders the signed-in person has not seen, for the bell on every page."""
    if "unseen_reminders" not in g:
        with reading() as connection:
            g.unseen_reminders = entries.unseen(connection, me().name)
    return int(g.unseen_reminders)


def _link(**changes: Any) -> str:
    return url_for("reminders.index", **changes)
