"""Cycles: the list, one with its cases by stage, and opening a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import instances
from engine.errors import NotFound
from engine.queries import cycles
from engine.queries.visibility import staff_schemes
from engine.vocabulary import scheme_of
from web import formtoken
from web.access import OFFICE, OFFICE_ROLES, SIGNED_IN, may
from web.cases.pages import badges_of, visible
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, vocabulary
from web.labels import stage_name
from web.language import gettext as _
from web.language import noop as N_
from web.numbering import numbered

pages = Blueprint("cycles", __name__)


@pages.get("/cycles")
@may(SIGNED_IN)
def index() -> str:
    with reading() as connection:
        rows = cycles.cycles(connection, active=False)
    seen = [r for r in rows if actor().admin or scheme_of(r["process_id"]) in staff_schemes(actor())]
    return render_template("cycles.html", cycles=seen, may_open=bool(me().schemes(*OFFICE_ROLES)))


@pages.get("/cycles/<int:case_id>")
@may(SIGNED_IN)
def show(case_id: int) -> str:
    with reading() as connection:
        row = visible(connection, case_id)
        if row["kind"] != "cycle":
            raise NotFound(what=N_("这个评选周期"))
        arguments = (connection, actor(), row["process_id"], row["business_key"])
        counted, members = cycles.stages(*arguments), cycles.cases(*arguments)
        badges = badges_of(connection, members)
    wanted = request.args.get("stage")
    shown = [m for m in members if wanted is None or _place(m) == wanted]
    return render_template(
        "cycle.html",
        case=row,
        ledger=_ledger(counted, row["process_id"]),
        cases=shown,
        total=len(members),
        wanted=wanted,
        badges=badges,
    )


@pages.get("/cycles/new")
@may(OFFICE)
def new() -> str:
    schemes = me().schemes(*OFFICE_ROLES)
    return _form(Entries({"scheme": schemes[0] if schemes else ""}))


@pages.post("/cycles")
@may(OFFICE)
def start() -> Any:
    entries = Entries(request.form)
    scheme = entries.one_of("scheme", tuple(me().schemes(*OFFICE_ROLES)), _("请选择您所在审定办的奖项"))
    if entries.errors:
        return _form(entries), 422
    case_id = instances.start(
        engine(),
        f"{scheme}.cycle",
        business_key=numbered("cycle"),
        key_variable="cycle",
        variables={},
        by=actor(),
        token=formtoken.sent(request.form),
    )
    with reading() as connection:
        key = visible(connection, case_id)["business_key"]
    flash(_("评选周期 %(key)s 已启动，第一项任务已派出。", key=key), "done")
    return redirect(url_for("cases.show", case_id=case_id), code=303)


def _form(entries: Entries) -> str:
    schemes = {scheme: vocabulary().scheme(scheme) for scheme in me().schemes(*OFFICE_ROLES)}
    token = formtoken.sent(request.form) or formtoken.fresh()
    return render_template("cycle_new.html", entries=entries, schemes=schemes, once=token)


def _place(row: Mapping[str, Any]) -> str:
    """Under which heading a case is counted: its stage while it runs, else that it ended."""
    return (row["stage"] or "") if row["status"] == "active" else "ended"


def _ledger(counted: Sequence[Any], process_id: str) -> list[tuple[str, str, int]]:
    """Stage, its name and how many cases stand there, in the order of the way."""
    numbers: dict[str, int] = {}
    for row in counted:
        place = _place({"stage": row.stage, "status": row.status})
        numbers[place] = numbers.get(place, 0) + row.number
    order = [*vocabulary().stages(process_id), "ended"]
    places = sorted(numbers, key=lambda place: order.index(place) if place in order else -1)
    names = {place: stage_name(vocabulary(), process_id, place) for place in places} | {"ended": _("已结束")}
    return [(place, names[place], numbers[place]) for place in places]
