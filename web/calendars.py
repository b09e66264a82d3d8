"""The calendar: a year with its working days; notices entered, entered again, looked at and published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.calendar import Calendar
from engine.calendar.text_entry import typed
from engine.commands import calendar as commands
from engine.db import Record
from engine.errors import LaurelError, NotFound, Refused
from engine.queries import calendar as queries
from web import calendarview as view
from web.access import SIGNED_IN, Rule, may
from web.accounts import display_names
from web.house import actor, calendar, engine, me, reading, today
from web.language import gettext as _
from web.language import noop as N_
from web.language import said as spoken
from web.plainform import Entries

pages = Blueprint("calendars", __name__)

KEEPING: Final = Rule(
    N_("放假安排录入人或系统管理员"),
    lambda account: account is not None and commands.may_keep(account.actor),
)
# Under which field of a form a finding's key is told.
FIELDS: Final = {"rest": "rest_text", "work": "work_text", "notice": "title", "published": "issued_on"}
FIELDS_OF_CLOSING: Final = {"close": "days", "lift": "days", "notice": "title"}


@pages.get("/calendar")
@may(SIGNED_IN)
def index() -> str:
    """A year: `?year=2027`, by default this one."""
    with reading() as connection:
        days = calendar(connection)
        year = _year(days)
        rows = queries.editions(connection, subject=str(year))
        rows += queries.editions(connection, subject=queries.CLOSURES)
        names = _names(connection, rows)
        first = queries.year_editions(connection, year)
    return render_template(
        "calendar.html",
        year=year,
        years=view.years(days),
        months=view.months(days, year, today()),
        holidays=view.holidays(days, year),
        makeup=view.makeup_days(days, year),
        notice=days.years.get(year),
        first=first[-1] if first else None,
        rows=rows,
        names=names,
        closures={day: why for day, why in days.closures.items() if day.year == year},
        keeping=KEEPING.allows(me()),
        view=view,
    )


@pages.get("/calendar/enter")
@may(KEEPING)
def entry() -> str:
    return _entry(Entries({"year": request.args.get("year", str(today().year + 1))}))


@pages.post("/calendar/enter")
@may(KEEPING)
def enter() -> Any:
    """The first entry of a year's notice."""
    entries = Entries(request.form)
    year = entries.required("year", _("请写年份，例如 2027"), 4)
    entries.required("title", _("请写通知的标题"), 400)
    if not entries.errors and not year.isdigit():
        entries.errors["year"] = _("年份是四位数字，例如 2027")
    if entries.errors:
        return _entry(entries), 422
    notice, lines = _notice(request.form)
    try:
        number = commands.enter(engine(), notice, actor(), lines=lines)
    except LaurelError as error:
        _tell(entries, error, FIELDS, "year")
        return _entry(entries), error.status
    flash(_("已录入为第 %(number)s 版。请另一人再录一遍，一致后才能发布。", number=number), "done")
    return redirect(url_for("calendars.edition", number=number), code=303)


@pages.get("/calendar/close")
@may(KEEPING)
def closing() -> str:
    return render_template("calendar_close.html", entries=Entries())


@pages.post("/calendar/close")
@may(KEEPING)
def close() -> Any:
    """The first entry of local closures: a day and its reason a line."""
    entries = Entries(request.form)
    notice, lines = _closures(request.form)
    try:
        number = commands.enter(engine(), notice, actor(), lines=lines)
    except LaurelError as error:
        _tell(entries, error, FIELDS_OF_CLOSING, "days")
        return render_template("calendar_close.html", entries=entries), error.status
    flash(_("已录入为第 %(number)s 版。请另一人复核。", number=number), "done")
    return redirect(url_for("calendars.edition", number=number), code=303)


@pages.get("/calendar/editions/<int:number>")
@may(KEEPING)
def edition(number: int) -> str:
    return _edition(number, Entries())


@pages.post("/calendar/editions/<int:number>/confirm")
@may(KEEPING)
def confirm(number: int) -> Any:
    """The second entry, or with `read` the word of a second person who has compared it with the text."""
    entries = Entries(request.form)
    if "read" in request.form:
        commands.confirm(engine(), number, actor())
    else:
        row = _row(number)
        notice, lines = _again(request.form, row)
        fields = FIELDS_OF_CLOSING if row["subject"] == queries.CLOSURES else FIELDS
        try:
            commands.confirm(engine(), number, actor(), notice, lines=lines)
        except (Refused, commands.EntriesDiffer) as error:
            _tell(entries, error, fields, next(iter(fields.values())))
            return _edition(number, entries), error.status
    flash(_("第 %(number)s 版已复核。看过受影响的日期后可以发布。", number=number), "done")
    return redirect(url_for("calendars.edition", number=number), code=303)


@pages.post("/calendar/editions/<int:number>/publish")
@may(KEEPING)
def publish(number: int) -> Response:
    found = commands.publish(engine(), number, actor())
    moved = sum(move.moved for move in found)
    flash(
        _("第 %(number)s 版已发布，即刻生效；%(moved)s 个在办的日期已改。", number=number, moved=moved),
        "done",
    )
    return redirect(url_for("calendars.edition", number=number), code=303)


@pages.post("/calendar/editions/<int:number>/withdraw")
@may(KEEPING)
def withdraw(number: int) -> Response:
    commands.withdraw(engine(), number, actor())
    flash(_("第 %(number)s 版已撤回。", number=number), "done")
    return redirect(url_for("calendars.edition", number=number), code=303)


def _entry(entries: Entries) -> str:
    year = entries.values.get("year", "")
    with reading() as connection:
        known = year.isdigit() and int(year) in calendar(connection).years
    return render_template("calendar_entry.html", entries=entries, known=known, year=year)


def _edition(number: int, entries: Entries) -> str:
    row = _row(number)
    waiting = row["status"] in queries.PENDING
    moves = commands.preview(engine(), number, actor()) if waiting else []
    passed = commands.passed(engine(), number, actor()) if commands.may_keep(actor()) else []
    with reading() as connection:
        names = _names(connection, [row])
        shown = view.changed(engine(), connection, moves, actor())
        gone = view.changed(engine(), connection, passed, actor())
    return render_template(
        "calendar_edition.html",
        row=row,
        names=names,
        days=view.told_days(queries.content_of(row)),
        changed=shown,
        passed=gone,
        entries=entries,
        mine=row["entered_by"] == me().name,
        view=view,
    )


def _row(number: int) -> Record:
    with reading() as connection:
        row = queries.edition(connection, number)
    if row is None:
        raise NotFound(what=_("日历第 %(number)s 版", number=number))
    return row


def _year(days: Calendar) -> int:
    text = request.args.get("year", str(today().year))
    if not text.isdigit() or int(text) not in view.years(days):
        raise NotFound(what=_("%(text)s 年的年历", text=text[:10]))
    return int(text)


def _notice(form: Mapping[str, str]) -> tuple[dict[str, Any], Mapping[str, int]]:
    fields, lines = typed(form.get("rest_text", ""), form.get("work_text", ""))
    year = int(form["year"])
    with reading() as connection:
        status = "amended" if year in calendar(connection).years else "announced"
    notice: dict[str, Any] = {"year": year, "status": status, "notice": form["title"].strip(), **fields}
    notice |= {"number": form.get("number", "").strip(), "link": form.get("link", "").strip()}
    total = form.get("working_days", "").strip()
    notice |= {"working_days": int(total) if total.isdigit() else total} if total else {}
    issued = form.get("issued_on", "").strip()
    return {**notice, **({"published": issued} if issued else {})}, lines


def _again(form: Mapping[str, str], row: Record) -> tuple[dict[str, Any], Mapping[str, int]]:
    """The second entry of the same notice: the days only."""
    if row["subject"] == queries.CLOSURES:
        return _closures({**form, "title": row["title"]})
    fields, lines = typed(form.get("rest_text", ""), form.get("work_text", ""))
    head = {"year": int(row["subject"]), "status": row["content"]["status"], "notice": row["title"]}
    return {**head, **fields}, lines


def _closures(form: Mapping[str, str]) -> tuple[dict[str, Any], Mapping[str, int]]:
    """`2026-09-15 台风` closes a day, `2026-09-16 恢复` (or `lift`) lifts its closure."""
    close: list[dict[str, str]] = []
    lift: list[str] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(form.get("days", "").splitlines(), 1):
        day, _, why = line.strip().partition(" ")
        if not day:
            continue
        if why.strip().startswith(("恢复", "lift")):
            lines[f"lift[{len(lift)}]"] = number
            lift.append(day)
        else:
            lines[f"close[{len(close)}]"] = number
            close.append({"date": day, "reason": why.strip()})
    return {"notice": form.get("title", "").strip(), "close": close, "lift": lift}, lines


def _tell(entries: Entries, error: LaurelError, fields: Mapping[str, str], otherwise: str) -> None:
    """Each finding under its field, with the line of that field."""
    if not isinstance(error, Refused):
        entries.errors[otherwise] = error.sentence(_)
        return
    for finding in error.findings:
        key = (finding.element or "").partition("[")[0]
        name = fields.get(key, key if key in ("year", "link", "number", "working_days") else otherwise)
        listed = "[" in (finding.element or "") and finding.line
        said = (
            _("第 %(line)s 行：%(message)s", line=finding.line, message=spoken(finding.message))
            if listed
            else spoken(finding.message)
        )
        entries.errors[name] = _("；").join(filter(None, (entries.errors.get(name), said)))


def _names(connection: Connection, rows: list[Record]) -> Mapping[str, str]:
    people = {row[part] for row in rows for part in ("entered_by", "confirmed_by", "published_by")}
    return display_names(connection, people)
