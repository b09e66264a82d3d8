"""Filing an application: an applicant chooses an open cycle and gets a case number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from awards import identity
from awards.persons import person_key
from engine.commands import instances
from engine.db import Record
from engine.forms import uscc
from engine.queries import cycles
from engine.vocabulary import scheme_of
from web import formtoken
from web.access import APPLICANT, may
from web.applicants import guide, members
from web.forms.plain import Entries
from web.house import actor, engine, me, reading, today
from web.language import gettext as _
from web.numbering import numbered

pages = Blueprint("starts", __name__)

UNIT = 40  # characters of what tells one unit, or one project, of an organisation from another


@pages.get("/applications/new")
@may(APPLICANT)
def applications() -> str:
    """The empty form, with what the account has said of itself; `?scheme=` picks its cycle if there is one."""
    scheme = request.args.get("scheme", "")
    found = [row for row in _open_cycles() if not scheme or scheme_of(row["process_id"]) == scheme]
    only = str(found[0]["id"]) if len(found) == 1 else ""
    with reading() as connection:
        known = members.profile(connection, me().name) or {}
    kind = str(known.get("kind") or "organisation")
    given = {"cycle": only, "name": me().display_name, "kind": kind, "code": str(known.get("uscc") or "")}
    return _page(Entries(given))


@pages.post("/applications")
@may(APPLICANT)
def apply() -> Any:
    entries = Entries({name: value for name, value in request.form.items() if name != formtoken.FIELD})
    found = {str(row["id"]): row for row in _open_cycles()}
    chosen = entries.one_of("cycle", tuple(found), _("请选择一个正在受理的评选周期"))
    kinds = kinds_of(found[chosen]) if chosen in found else guide.APPLICANTS
    kind = entries.one_of("kind", kinds, _("请选择这个奖项受理的申报人"))
    name = entries.required("name", _("请填写申报人名称"), longest=100)
    code = code_of(entries, kind)
    unit = entries.optional("unit", longest=UNIT)
    if entries.errors:
        return _page(entries), 422
    if kind == "project" and not unit:
        unit = name[:UNIT]  # one organisation may file several projects, and apply itself
    case_id = _start(found[chosen], {"name": name, "kind": kind, **key_of(kind, code, unit)})
    flash(_("已立案。接下来要办的事在“待办”里，照那里的期限办理。"), "done")
    return redirect(url_for("mine.show", case_id=case_id), code=303)


def code_of(entries: Entries, kind: str) -> str:
    """The number typed, with its check digit right; a person's is not shown again with the errors."""
    if kind == "person":
        code = identity.tidy(entries.required("code", _("个人须填写身份证号")))
        wrong = identity.fault(code)
        entries.values = {**entries.values, "code": ""}
    else:
        code = entries.required("code", _("组织和项目须填写统一社会信用代码")).upper()
        wrong = uscc.fault(code)
    if wrong and "code" not in entries.errors:
        entries.errors["code"] = wrong
    return code


def key_of(kind: str, code: str, unit: str) -> dict[str, str]:
    """Under which key the register knows the applicant. Here, at the door, an identity number becomes its hash."""
    if kind == "person":
        with engine().database.transaction() as connection:
            return person_key(connection, code)
    return {"uscc": code, **({"unit": unit} if unit else {})}


def kinds_of(cycle: Record) -> tuple[str, ...]:
    """The kinds of applicants that the cycle's award is for."""
    with reading() as connection:
        return guide.kinds_of(engine().definitions.newest(connection, cycle["process_id"]))


def _start(cycle: Record, applicant: Mapping[str, str]) -> int:
    scheme = cycle["process_id"].rpartition(".")[0]
    process = f"{scheme}.application"
    variables = {
        "cycle": cycle["business_key"],
        "closes_on": {"$": "date", "v": cycle["closes_on"].isoformat()},
        "applicant": {"account": me().name, **applicant},
    }
    return instances.start(
        engine(),
        process,
        business_key=numbered("application"),
        key_variable="case_key",
        variables=variables,
        by=actor(),
        owner=me().name,
        token=formtoken.sent(request.form),
    )


def _open_cycles() -> Sequence[Record]:
    with reading() as connection:
        return [
            row
            for scheme in me().schemes("applicant")
            for row in cycles.open_for_applications(connection, scheme, today())
        ]


def _page(entries: Entries) -> str:
    found = _open_cycles()
    kinds = {kind for row in found for kind in kinds_of(row)}
    token = formtoken.sent(request.form) or formtoken.fresh()
    return render_template("apply.html", entries=entries, cycles=found, kinds=kinds, once=token)
