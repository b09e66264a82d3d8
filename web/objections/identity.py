"""The sealed identity of whoever objects: opened to those who handle the objection, with a reason that stays."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, send_file
from sqlalchemy import select

from awards import objectors
from awards.objectors import Identity
from awards.publicity import receipts
from engine.db import Record
from engine.errors import Invalid, NotAllowed, NotFound
from engine.models import instance
from engine.queries.visibility import visible_roots
from engine.vocabulary import kind_of
from web.access import OFFICE, may
from web.files import clamd, states, stores
from web.forms.plain import Entries
from web.house import actor, engine, reading
from web.language import gettext as _
from web.language import noop as N_
from web.models import stored_file
from web.people import accounts

pages = Blueprint("objectors", __name__)


@pages.get("/cases/<int:case_id>/objector")
@may(OFFICE)
def ask(case_id: int) -> Response:
    return _page(case_id, Entries())


@pages.post("/cases/<int:case_id>/objector")
@may(OFFICE)
def look(case_id: int) -> Any:
    entries = Entries(request.form)
    try:
        found = objectors.look(engine(), case_id, entries.values.get("reason", ""), actor())
    except Invalid as error:
        entries.errors |= error.errors
        return _page(case_id, entries), 422
    return _page(case_id, Entries(), found)


@pages.get("/cases/<int:case_id>/objector/files/<int:number>")
@may(OFFICE)
def evidence(case_id: int, number: int) -> Any:
    """One file of evidence as an attachment; opening it is written down."""
    row = objectors.open_file(engine(), case_id, number, actor())
    with reading() as connection:
        known = connection.execute(select(stored_file).where(stored_file.c.sha256 == row["sha256"])).first()
    state = known.state if known is not None else states.UNSCANNED
    finding = known.finding if known is not None else None
    states.check_may_leave(row["name"], state, finding, scanner=bool(clamd.address()))
    content = stores.chosen().open(row["sha256"])
    if content is None:
        raise NotFound(what=_("这份证明材料"))
    kind = "application/octet-stream"  # nothing that was uploaded is ever shown as a page of ours
    return send_file(content, mimetype=kind, as_attachment=True, download_name=row["name"])


def _page(case_id: int, entries: Entries, identity: Identity | None = None) -> Response:
    """The form that asks why, or what was asked for; no browser keeps it. Raises NotFound, NotAllowed."""
    by = actor()
    with reading() as connection:
        query = select(instance.c.business_key, instance.c.process_id, instance.c.title)
        row = connection.execute(query.where(instance.c.id == case_id, visible_roots(by))).first()
        if row is None or kind_of(row.process_id) != "objection":
            raise NotFound(what=_("这件异议"))
        if not objectors.may_look(by, row.process_id.partition(".")[0]):
            raise NotAllowed(what=N_("查看异议人身份"), who=N_("办理异议的审定办工作人员"), actor=by.name)
        looks: list[Record] = objectors.looks(connection, row.business_key)
        people = accounts.display_names(connection, [look["account"] for look in looks])
        known = objectors.is_kept(connection, row.business_key)
        files = receipts.files_of(connection, row.business_key)
    facts = {"case_id": case_id, "title": row.title, "looks": looks, "people": people, "known": known}
    facts["files"] = files
    page = make_response(render_template("objector.html", entries=entries, identity=identity, **facts))
    page.headers["Cache-Control"] = "no-store"
    return page
