"""An application that came on paper: the office enters it for an applicant without an account, and it is marked so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection

from engine.commands import instances
from engine.db import Record
from engine.errors import Invalid, NotFound
from engine.forms import Component, Form
from engine.queries import cycles
from engine.vocabulary import scheme_of
from web.access import OFFICE, OFFICE_ROLES, may
from web.begin import entry, kept
from web.begin.entry import Asked, PageDoor
from web.files import attached, uploaded
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, today
from web.language import gettext as _
from web.language import noop as N_
from web.numbering import numbered
from web.starts import UNIT, code_of, key_of, kinds_of

pages = Blueprint("paper", __name__)

SCANS = "scans"


class Paper:
    """The page as a place for the scans of what came on paper."""

    name = "paper"

    def asked(self, connection: Connection) -> Asked:
        if not me().schemes(*OFFICE_ROLES):
            raise NotFound(what=N_("这个页面"))
        return Asked(_scans(), {}, _("录入纸质申报"), {})

    def storable(self, content: dict[str, Any]) -> dict[str, Any]:
        """All but the identity number of a person: it is checked at the door, and never kept."""
        person = content.get("kind") == "person"
        return {name: value for name, value in content.items() if not (person and name == "code")}

    def address(self, **query: str) -> str:
        return url_for("paper.new", **query)  # type: ignore[arg-type]


@pages.get("/applications/paper")
@may(OFFICE)
def new() -> str:
    """The empty form, one open cycle chosen already; what was kept of it when it was begun before."""
    found = _open_cycles()
    only = str(found[0]["id"]) if len(found) == 1 else ""
    with reading() as connection:
        once = entry.begun(connection)
        content = kept.load(connection, me().name, once, Paper.name).content
    given = {"cycle": only, "kind": "organisation", "received_on": today().isoformat(), **content}
    return _page(Entries(given), once)


@pages.post("/applications/paper")
@may(OFFICE)
def enter() -> Any:
    """Enter it. What the applicant would have to do falls to the office's clerks."""
    once = entry.token_of(request.form)
    entries = Entries({name: value for name, value in request.form.items() if not name.startswith("_")})
    found = {str(row["id"]): row for row in _open_cycles()}
    chosen = entries.one_of("cycle", tuple(found), _("请选择一个正在受理的评选周期"))
    kinds = kinds_of(found[chosen]) if chosen in found else ("organisation", "person")
    kind = entries.one_of("kind", kinds, _("请选择这个奖项受理的申报人"))
    name = entries.required("name", _("请填写申报人名称"), longest=100)
    contact = entries.required("contact", _("请填写纸质材料上的联系方式"), longest=200)
    code, unit = code_of(entries, kind), entries.optional("unit", longest=UNIT)
    received = _received(entries)
    if received is None or entries.errors:
        return _page(entries, once), 422
    if kind == "project" and not unit:
        unit = name[:UNIT]  # as an applicant's own filing does it
    applicant = {"account": None, "name": name, "kind": kind, "contact": contact, **key_of(kind, code, unit)}
    try:
        case_id = _start(found[chosen], applicant, received, once)
    except Invalid as error:
        entries.errors.update(error.errors)
        return _page(entries, once), 422
    flash(_("已立案并标为纸质申报。申报人要办的事由审定办代办，列在组内待办里。"), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _received(entries: Entries) -> date | None:
    """The day on which the papers came; noted as an error if it is none, or has not come yet."""
    try:
        day = date.fromisoformat(entries.required("received_on", _("请填写收到材料的日期")))
    except ValueError:
        entries.errors.setdefault("received_on", _("请填写日期，例如 2026-03-05"))
        return None
    if day > today():
        entries.errors["received_on"] = _("收到日期不能晚于今天")
    return day


def _start(cycle: Record, applicant: Mapping[str, Any], received: date, once: str) -> int:
    """Start the case, with the names of its scans; these become its files in the same commit."""
    place = PageDoor(Paper.name, once).place
    with reading() as connection:
        scans = uploaded.names(connection, place).get(SCANS, [])
    entered = {"received_on": _day(received), "entered_on": _day(today()), "entered_by": me().display_name}
    variables = {
        "cycle": cycle["business_key"],
        "closes_on": _day(cycle["closes_on"]),
        "applicant": dict(applicant),
        "paper": {**entered, **({SCANS: scans} if scans else {})},
    }

    def submitted(connection: Connection, root_id: int, _values: Mapping[str, Any]) -> None:
        attached.submit(connection, place, _scans(), {SCANS: scans}, root_id, _("录入纸质申报"))
        kept.forget(connection, me().name, once)

    return instances.start(
        engine(),
        f"{scheme_of(cycle['process_id'])}.application",
        business_key=numbered("application"),
        key_variable="case_key",
        variables=variables,
        by=actor(),
        token=once,
        alongside=submitted,
    )


def _scans() -> Form:
    """The one field of this page that takes files."""
    field = Component(
        "filepicker",
        SCANS,
        SCANS,
        _("纸质材料的扫描件"),
        _("可以上传多个；立案后列在本案的文件里"),
        settings={"multiple": True},
    )
    return Form("paper", (field,))


def _day(day: date) -> dict[str, str]:
    return {"$": "date", "v": day.isoformat()}


def _open_cycles() -> Sequence[Record]:
    """Those in which this person's office takes applications now."""
    with reading() as connection:
        return [
            row
            for scheme in me().schemes(*OFFICE_ROLES)
            for row in cycles.open_for_applications(connection, scheme, today())
        ]


def _page(entries: Entries, once: str) -> str:
    found = _open_cycles()
    kinds = {kind for row in found for kind in kinds_of(row)}
    with reading() as connection:
        asked, door = Paper().asked(connection), PageDoor(Paper.name, once)
        content = entry.with_files(connection, asked, door.place, {})
        wrong = {name: said for name, said in entries.errors.items() if name == SCANS}
        view = entry.read(connection, asked, "", door, content, wrong)
    begun = Paper().address(once=once)
    return render_template(
        "begin/paper.html", entries=entries, cycles=found, kinds=kinds, view=view, begun=begun
    )
