"""The calendar: a year with its working days; notices entered, entered again, looked at and published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.calendar import Calendar
from engine.commands import calendar as commands
from engine.commands.editions import EntriesDiffer
from engine.db import Record
from engine.errors import LaurelError, NotFound, Refused
from engine.queries import calendar as queries
from web.access import SIGNED_IN, Rule, may
from web.calendar import typed_in, view
from web.forms.plain import Entries
from web.house import actor, calendar, engine, me, reading, today
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import display_names

pages = Blueprint("calendars", __name__)

KEEPING: Final = Rule(
    N_("放假安排录入人或系统管理员"),
    lambda account: account is not None and commands.may_keep(account.actor),
)


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
    notice, lines = typed_in.notice_of(request.form)
    try:
        number = commands.enter(engine(), notice, actor(), lines=lines)
    except LaurelError as error:
        typed_in.tell(entries, error, typed_in.FIELDS, "year")
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
    notice, lines = typed_in.closures_of(request.form)
    try:
        number = commands.enter(engine(), notice, actor(), lines=lines)
    except LaurelError as error:
        typed_in.tell(entries, error, typed_in.FIELDS_OF_CLOSING, "days")
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
        notice, lines = typed_in.again(request.form, row)
        fields = typed_in.FIELDS_OF_CLOSING if row["subject"] == queries.CLOSURES else typed_in.FIELDS
        try:
            commands.confirm(engine(), number, actor(), notice, lines=lines)
        except (Refused, EntriesDiffer) as error:
            typed_in.tell(entries, error, fields, next(iter(fields.values())))
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


def _names(connection: Connection, rows: list[Record]) -> Mapping[str, str]:
    people = {row[part] for row in rows for part in ("entered_by", "confirmed_by", "published_by")}
    return display_names(connection, people)
