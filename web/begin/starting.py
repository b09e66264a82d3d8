"""Beginning a case by hand: what one may begin, by scheme, and the form of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engine.bpmn.people import known_of
from engine.commands import beginnings
from engine.errors import Invalid, LaurelError
from engine.queries import cases
from engine.vocabulary import kind_of
from web.access import SIGNED_IN, may
from web.begin import entry, ways
from web.errors import sentence_of
from web.house import actor, engine, reading
from web.language import gettext as _
from web.numbering import numbered

pages = Blueprint("begin", __name__)


@pages.get("/begin")
@may(SIGNED_IN)
def index() -> str:
    """What I may begin, by scheme, with a sentence each."""
    with reading() as connection:
        found = ways.ways(connection, engine(), actor())
    by_scheme: dict[str, list[ways.Way]] = {}
    for way in found:
        by_scheme.setdefault(way.scheme, []).append(way)
    return render_template("begin/index.html", schemes=by_scheme)


@pages.get("/begin/<process_id>")
@may(SIGNED_IN)
def process(process_id: str) -> Response:
    """The form of a process that begins in one way; of several the list says more."""
    with reading() as connection:
        found = ways.ways_of(connection, engine(), process_id, actor())
    if len(found) == 1:
        return redirect(url_for("begin.show", process_id=process_id, element=found[0].element))
    return redirect(url_for("begin.index"))


@pages.get("/begin/<process_id>/<element>")
@may(SIGNED_IN)
def show(process_id: str, element: str) -> str:
    return _page(process_id, element)


@pages.post("/begin/<process_id>/<element>/form")
@may(SIGNED_IN)
def form(process_id: str, element: str) -> str:
    """The form as it follows from what is typed; nothing is kept."""
    return _page(process_id, element, entry.typed())


@pages.post("/begin/<process_id>/<element>")
@may(SIGNED_IN)
def begin(process_id: str, element: str) -> Any:
    """Begin the case. A second click of the same page finds the case of the first."""
    with reading() as connection:
        way = ways.one(connection, engine(), process_id, element, actor())
    content, token = entry.submitted()
    issue = numbered(kind_of(process_id))
    try:
        number = beginnings.begin(engine(), process_id, element, content, actor(), issue=issue, token=token)
    except Invalid as error:
        return _page(process_id, element, content, error.errors), 422
    except LaurelError as error:
        if error.status not in (409, 422):
            raise
        return _page(process_id, element, content, problem=sentence_of(error)), error.status
    with reading() as connection:
        row = cases.one(connection, actor(), number)
    if row is None:  # a case that is none of one's own business any more
        flash(_("已提交：%(title)s。接下来由审定办办理。", title=way.title), "done")
        return redirect(url_for("begin.index"), code=303)
    flash(_("已立案，编号 %(key)s。要办的事在“待办”里。", key=row["business_key"]), "done")
    return redirect(url_for("cases.show", case_id=number), code=303)


def _page(
    process_id: str,
    element: str,
    content: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    problem: str = "",
) -> str:
    by = actor()
    address = url_for("begin.form", process_id=process_id, element=element)
    with reading() as connection:
        way = ways.one(connection, engine(), process_id, element, by)
        known = known_of(by.name, by.groups)
        view = entry.read(connection, way.form, known, address, content, errors)
    return render_template("begin/form.html", way=way, view=view, problem=problem)
