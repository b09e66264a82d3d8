"""An application that came on paper: the office enters it for an applicant without an account, and it is marked so."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import instances
from engine.db import Record
from engine.queries import cycles
from engine.vocabulary import scheme_of
from web.access import OFFICE, may
from web.begin.entry import ONCE
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, today
from web.language import gettext as _
from web.numbering import numbered
from web.starts import LONGEST_TOKEN, UNIT, code_of, key_of, kinds_of

pages = Blueprint("paper", __name__)


@pages.get("/applications/paper")
@may(OFFICE)
def new() -> str:
    """The empty form; one open cycle is chosen already."""
    found = _open_cycles()
    only = str(found[0]["id"]) if len(found) == 1 else ""
    return _page(Entries({"cycle": only, "kind": "organisation", "received_on": today().isoformat()}))


@pages.post("/applications/paper")
@may(OFFICE)
def enter() -> Any:
    """Enter it. What the applicant would have to do falls to the office's clerks."""
    entries = Entries({name: value for name, value in request.form.items() if name != ONCE})
    found = {str(row["id"]): row for row in _open_cycles()}
    chosen = entries.one_of("cycle", tuple(found), _("请选择一个正在受理的评选周期"))
    kinds = kinds_of(found[chosen]) if chosen in found else ("organisation", "person")
    kind = entries.one_of("kind", kinds, _("请选择这个奖项受理的申报人"))
    name = entries.required("name", _("请填写申报人名称"), longest=100)
    contact = entries.required("contact", _("请填写纸质材料上的联系方式"), longest=200)
    code, unit = code_of(entries, kind), entries.optional("unit", longest=UNIT)
    received = _received(entries)
    if received is None or entries.errors:
        return _page(entries), 422
    if kind == "project" and not unit:
        unit = name[:UNIT]  # as an applicant's own filing does it
    applicant = {"account": None, "name": name, "kind": kind, "contact": contact, **key_of(kind, code, unit)}
    case_id = _start(found[chosen], applicant, received)
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


def _start(cycle: Record, applicant: Mapping[str, Any], received: date) -> int:
    entered = {"received_on": _day(received), "entered_on": _day(today()), "entered_by": me().display_name}
    variables = {
        "cycle": cycle["business_key"],
        "closes_on": _day(cycle["closes_on"]),
        "applicant": dict(applicant),
        "paper": entered,
    }
    return instances.start(
        engine(),
        f"{scheme_of(cycle['process_id'])}.application",
        business_key=numbered("application"),
        key_variable="case_key",
        variables=variables,
        by=actor(),
        token=request.form.get(ONCE, "")[:LONGEST_TOKEN] or None,
    )


def _day(day: date) -> dict[str, str]:
    return {"$": "date", "v": day.isoformat()}


def _open_cycles() -> Sequence[Record]:
    """Those in which this person's office takes applications now."""
    with reading() as connection:
        return [
            row
            for scheme in me().schemes("office-clerk", "office-lead")
            for row in cycles.open_for_applications(connection, scheme, today())
        ]


def _page(entries: Entries) -> str:
    found = _open_cycles()
    kinds = {kind for row in found for kind in kinds_of(row)}
    once = request.form.get(ONCE, "")[:LONGEST_TOKEN] or secrets.token_urlsafe(16)
    return render_template("begin/paper.html", entries=entries, cycles=found, kinds=kinds, once=once)
