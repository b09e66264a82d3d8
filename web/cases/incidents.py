"""For administrators: what failed and can be tried again, and what was sent or reported and nobody took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.commands import incidents as commands
from engine.queries import escalations, incidents, messages
from web.access import ADMIN, may
from web.house import actor, engine, reading
from web.language import gettext as _
from web.people.accounts import display_names

pages = Blueprint("incidents", __name__)


@pages.get("/incidents")
@may(ADMIN)
def index() -> str:
    resolved = request.args.get("view") == "resolved"
    with reading() as connection:
        rows = incidents.page(connection, resolved=resolved)
        names = _elements(connection, rows)
    return render_template("incidents.html", rows=rows, names=names, resolved=resolved)


@pages.get("/incidents/untaken")
@may(ADMIN)
def untaken() -> str:
    """Messages without a receiver, by what they are about only: the names of what they carry, not the values."""
    now = engine().now()
    with reading() as connection:
        waiting, reported = messages.untaken(connection, now), escalations.uncaught(connection, now)
        names = _elements(connection, reported)
        people = display_names(connection, {row["published_by"] for row in waiting})
    shown = {"messages": waiting, "escalations": reported, "names": names, "people": people}
    return render_template("untaken.html", now=now, **shown)


@pages.post("/incidents/<int:incident_id>/retry")
@may(ADMIN)
def retry(incident_id: int) -> Response:
    commands.retry(engine(), incident_id, actor())
    flash(_("已重新排队；仍不成功，会再次列在这里。"), "done")
    return redirect(url_for("incidents.index"), code=303)


@pages.post("/incidents/<int:incident_id>/resolve")
@may(ADMIN)
def resolve(incident_id: int) -> Response:
    commands.resolve(engine(), incident_id, actor())
    flash(_("已标记为解决。"), "done")
    return redirect(url_for("incidents.index"), code=303)


def _elements(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The names of the elements that rows are about, by the row's id."""
    found = {}
    for row in rows:
        name = row.get("task_name") or row["element"] or ""
        if row["definition_id"] and row["element"]:
            elements = engine().definitions.get(connection, row["definition_id"]).definition.elements
            name = elements[row["element"]].name if row["element"] in elements else name
        found[row["id"]] = name or row["element"] or "—"
    return found
