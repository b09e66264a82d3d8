"""Beginning a case by hand: what one may begin, by scheme, and the form of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.bpmn.people import known_of
from engine.commands import beginnings
from engine.errors import NotFound
from engine.forms import BrowserSubmission
from engine.queries import cases
from engine.vocabulary import kind_of
from web.access import SIGNED_IN, may
from web.begin import posting, ways
from web.begin.entry import Asked
from web.begin.posting import Submitted
from web.house import actor, engine, reading
from web.language import gettext as _
from web.language import noop as N_
from web.numbering import numbered

pages = Blueprint("begin", __name__)


@dataclass(frozen=True, slots=True)
class Start:
    """A start event with its form; `web.begin.posting` says what is done with it."""

    process_id: str
    element: str
    template = "begin/form.html"

    @property
    def name(self) -> str:
        return f"begin:{self.process_id}:{self.element}"

    def asked(self, connection: Connection) -> Asked:
        by = actor()
        way = ways.one(connection, engine(), self.process_id, self.element, by)
        return Asked(way.form, known_of(by.name, by.groups), way.title, {"way": way})

    def storable(self, content: dict[str, Any]) -> dict[str, Any]:
        return content

    def address(self, **query: str) -> str:
        return url_for("begin.show", process_id=self.process_id, element=self.element, **query)  # type: ignore[arg-type]

    def following(self) -> str:
        return url_for("begin.form", process_id=self.process_id, element=self.element)

    def send(self, content: BrowserSubmission, token: str, submitted: Submitted) -> int:
        issue = numbered(kind_of(self.process_id))
        return beginnings.begin(
            engine(),
            self.process_id,
            self.element,
            content,
            actor(),
            issue=issue,
            token=token,
            alongside=submitted,
        )

    def sent(self, case_id: int) -> Response:
        with reading() as connection:
            row = cases.one(connection, actor(), case_id)
            if row is None:  # a case that is none of one's own business any more
                way = ways.one(connection, engine(), self.process_id, self.element, actor())
                flash(_("已提交：%(title)s。接下来由审定办办理。", title=way.title), "done")
                return redirect(url_for("begin.index"), code=303)
        flash(_("已立案，编号 %(key)s。要办的事在“待办”里。", key=row["business_key"]), "done")
        return redirect(url_for("cases.show", case_id=case_id), code=303)


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
    if not found:
        raise NotFound(what=N_("这个入口"))
    if len(found) == 1:
        return redirect(url_for("begin.show", process_id=process_id, element=found[0].element))
    return redirect(url_for("begin.index"))


@pages.get("/begin/<process_id>/<element>")
@may(SIGNED_IN)
def show(process_id: str, element: str) -> str:
    return posting.show(Start(process_id, element))


@pages.post("/begin/<process_id>/<element>/form")
@may(SIGNED_IN)
def form(process_id: str, element: str) -> Response:
    return posting.follow(Start(process_id, element))


@pages.post("/begin/<process_id>/<element>")
@may(SIGNED_IN)
def begin(process_id: str, element: str) -> Any:
    return posting.post(Start(process_id, element))
