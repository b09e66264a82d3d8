"""Who acts for whom while somebody is away: entered by themselves, their lead or an administrator; ended early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Connection, or_, select
from werkzeug.wrappers import Response

from engine.commands import substitutions as commands
from engine.errors import Invalid, NotAllowed, NotFound
from engine.queries import substitutions as queries
from engine.queries.visibility import office_schemes
from web.access import SIGNED_IN, may
from web.house import actor, engine, me, reading, today, vocabulary
from web.inbox import people
from web.inbox.door import pages
from web.language import gettext as _
from web.models import account as accounts
from web.people.accounts import Account, display_names, of_row


@pages.get("/tasks/absences")
@may(SIGNED_IN)
def absences() -> str:
    _of_the_office()
    return _page({})


@pages.post("/tasks/absences")
@may(SIGNED_IN)
def arrange() -> Response | tuple[str, int]:
    _of_the_office()
    form = request.form
    names = {field: form.get(field, "") for field in ("absent", "substitute")}
    names["absent"] = names["absent"] or me().name
    with reading() as connection:
        found = people.of_names(connection, names.values())
    errors = {}
    if names["substitute"] not in found:
        errors["substitute"] = _("请选择代办人")
    if names["absent"] not in found:
        errors["absent"] = _("请选择谁不在岗")
    days = {field: _day(form.get(field, "")) for field in ("from_on", "until_on")}
    missing = {"from_on": _("请填写第一天"), "until_on": _("请填写最后一天")}
    errors |= {field: said for field, said in missing.items() if days[field] is None}
    if errors:
        return _page(errors), 422
    first, last = days["from_on"], days["until_on"]
    assert first is not None
    assert last is not None
    absent, substitute = found[names["absent"]], found[names["substitute"]]
    try:
        commands.enter(engine(), absent.actor, substitute.actor, form.get("scheme", ""), first, last, actor())
    except Invalid as error:
        return _page(error.errors), 422
    flash(
        _(
            "已安排：%(substitute)s 代 %(absent)s 办理。",
            substitute=substitute.display_name,
            absent=absent.display_name,
        ),
        "done",
    )
    return redirect(url_for("inbox.absences"), code=303)


@pages.post("/tasks/absences/<int:number>/end")
@may(SIGNED_IN)
def end_absence(number: int) -> Response:
    try:
        commands.end(engine(), number, actor())
    except NotAllowed as error:  # what one may not see is not there
        raise NotFound(what=_("这项代办安排")) from error
    flash(_("代办已结束。"), "done")
    return redirect(url_for("inbox.absences"), code=303)


def _page(errors: Mapping[str, str]) -> str:
    who = actor()
    schemes = queries.led(who.groups)
    with reading() as connection:
        rows = queries.arranged(connection, who, today())
        office = _office(connection, me())
        called = display_names(connection, {row[c] for row in rows for c in ("absent", "substitute")})
    others = [one for one in office if who.admin or set(office_schemes(one.groups)) & set(schemes)]
    return render_template(
        "inbox/absences.html",
        rows=rows,
        called=called,
        office=office,
        others=others if who.admin or schemes else [],
        schemes={scheme: vocabulary().scheme(scheme) for scheme in office_schemes(who.groups)},
        errors=errors,
    )


def _office(connection: Connection, account: Account) -> list[Account]:
    """Everybody of the offices in which somebody works; of all offices for an administrator."""
    schemes = office_schemes(account.groups)
    works = [people.in_office(scheme) for scheme in schemes] or [accounts.c.name.is_(None)]
    if account.admin:
        works = [people.in_any_office()]
    query = select(accounts).where(accounts.c.disabled.is_(False), or_(*works))
    ordered = query.order_by(accounts.c.display_name, accounts.c.name).limit(people.MOST)
    return [of_row(row) for row in connection.execute(ordered)]


def _of_the_office() -> None:
    """Nobody else is acted for."""
    if not (office_schemes(me().groups) or me().admin):
        raise NotFound(what=_("这个页面"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
