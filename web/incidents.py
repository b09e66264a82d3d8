"""Incidents for administrators: what failed, where, since when, and another try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.commands import incidents as commands
from engine.queries import incidents
from web.access import ADMIN, may
from web.house import actor, engine, reading

pages = Blueprint("incidents", __name__)


@pages.get("/incidents")
@may(ADMIN)
def index() -> str:
    resolved = request.args.get("view") == "resolved"
    with reading() as connection:
        rows = incidents.page(connection, resolved=resolved)
        names = _elements(connection, rows)
    return render_template("incidents.html", rows=rows, names=names, resolved=resolved)


@pages.post("/incidents/<int:incident_id>/retry")
@may(ADMIN)
def retry(incident_id: int) -> Response:
    commands.retry(engine(), incident_id, actor())
    flash("已重新排队；仍不成功，会再次列在这里。", "done")
    return redirect(url_for("incidents.index"), code=303)


@pages.post("/incidents/<int:incident_id>/resolve")
@may(ADMIN)
def resolve(incident_id: int) -> Response:
    commands.resolve(engine(), incident_id, actor())
    flash("已标记为解决。", "done")
    return redirect(url_for("incidents.index"), code=303)


def _elements(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The names of the elements at which incidents stand, by incident."""
    found = {}
    for row in rows:
        name = row["task_name"] or row["element"] or ""
        if row["definition_id"] and row["element"]:
            elements = engine().definitions.get(connection, row["definition_id"]).definition.elements
            name = elements[row["element"]].name if row["element"] in elements else name
        found[row["id"]] = name or row["element"] or "—"
    return found
