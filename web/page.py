"""What every page carries: navigation by role, the day, the helpers and words of the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Flask, g, render_template, request, url_for

from engine.queries import diagrams, inbox, incidents
from web import dates, labels, reminders
from web.access import DRAWING, SIGNED_IN, may
from web.accounts import Account
from web.house import calendar, me, reading, today

pages = Blueprint("page", __name__)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the main navigation."""

    text: str
    address: str
    current: bool
    number: int | None = None


@pages.get("/menu")
@may(SIGNED_IN)
def menu() -> str:
    """The navigation as a page, for narrow screens; works without scripts."""
    return render_template("menu.html")


def install(app: Flask) -> None:
    app.jinja_env.globals.update(navigation=navigation, day_line=day_line, missing_year=missing_year)
    app.jinja_env.globals["unseen_reminders"] = reminders.unseen
    app.jinja_env.filters.update(
        day=lambda day: dates.day_text(day, today()),
        moment=lambda instant: dates.moment_text(instant, today()),
        clock=dates.clock_text,
        limit=lambda instant: dates.limit_text(instant, today()),
    )
    labels.install(app)
    app.context_processor(_who)


def navigation() -> list[Item]:
    """At most six entries, by role."""
    account = me()
    if "navigation" not in g:
        with reading() as connection:
            own = inbox.assigned_count(connection, account.actor)
            broken = incidents.open_count(connection) if account.admin else 0
            proposed = diagrams.awaiting(connection, account.actor) if DRAWING.allows(account) else 0
        g.navigation = [_item(*entry) for entry in _entries(account, own, broken, proposed)]
    return g.navigation


def day_line() -> str:
    """`9月28日 周一 · 工作日`"""
    with reading() as connection:
        day = calendar(connection).day(today())
    words = {
        "workday": "工作日",
        "makeup": "工作日（调休上班）",
        "weekend": "周末",
        "holiday": day.name or "节假日",
    }
    return f"{dates.day_text(day.date, day.date)} · {words[day.kind]}"


def missing_year() -> int | None:
    """The next year, for staff, if it is December and its days off are not entered: dates beyond are provisional."""
    following = today().year + 1
    if today().month < 12 or not _is_staff(me()):
        return None
    with reading() as connection:
        return None if calendar(connection).is_announced(date(following, 1, 1)) else following


def _is_staff(account: Account) -> bool:
    return bool(
        account.admin
        or account.schemes("office-clerk", "office-lead", "committee", "approver", "review-leader")
    )


def _entries(account: Account, own: int, broken: int, proposed: int) -> list[tuple[str, str, int | None]]:
    staff = _is_staff(account)
    applicant = account.has_role("applicant")
    entries: list[tuple[str, str, int | None]] = [("待办", "inbox.index", own)]
    entries.append(("我的案件" if applicant and not staff else "案件", "cases.index", None))
    if staff:
        entries.append(("评选周期", "cycles.index", None))
    if applicant:
        entries.append(("申报", "starts.applications", None))
    entries.append(("提出异议", "objections.form", None))
    if DRAWING.allows(account):
        entries.append(("流程图", "diagrams.index", proposed or None))
    if account.admin:
        entries.append(("故障", "incidents.index", broken))
    return entries


def _item(text: str, endpoint: str, number: int | None) -> Item:
    here = (request.blueprint or "", endpoint.partition(".")[0])
    related = {"tasks": "inbox"}
    return Item(text, url_for(endpoint), related.get(here[0], here[0]) == here[1], number)


def _who() -> dict[str, Any]:
    return {"me": g.get("account")}
