"""The inbox: what there is to do, by view, filter and due day; claiming and giving back from the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast, get_args

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.calendar import Calendar
from engine.clock import SHANGHAI, last_day
from engine.commands import tasks as commands
from engine.queries import inbox
from engine.queries.visibility import staff_schemes
from web import ruler, tasklist
from web.access import SIGNED_IN, may
from web.accounts import display_names
from web.house import actor, calendar, engine, reading, settings, today, vocabulary

pages = Blueprint("inbox", __name__)

STRIP_DAYS = 10
TITLES = {"mine": "我的待办", "group": "组内待认领", "all": "全部可见", "done": "我已办结"}


@pages.get("/tasks")
@may(SIGNED_IN)
def index() -> str:
    who, view, filters = actor(), _view(), _filters()
    number, size = max(1, request.args.get("page", 1, int)), settings().page_size
    latest_first = request.args.get("order") == "latest"
    with reading() as connection:
        days = calendar(connection)
        page = inbox.page(
            connection,
            who,
            view,
            filters,
            engine().now(),
            offset=(number - 1) * size,
            limit=size,
            descending=latest_first,
        )
        counts = inbox.counts(connection, who, engine().now())
        steps = inbox.steps(connection, who, view, engine().now())
        strip = _strip(connection, who, view, days) if view != "done" else None
        names = {name for row in page.rows for name in (row["assignee"], row["ended_by"])}
        people = display_names(connection, names)
    rows = [tasklist.row(row, who, people, vocabulary(), days, today()) for row in page.rows]
    return render_template(
        "inbox.html",
        title=TITLES[view],
        view=view,
        bands=[tasklist.Band("", rows)] if view == "done" else tasklist.banded(rows, days, today()),
        page=page,
        number=number,
        size=size,
        counts=counts,
        strip=strip,
        steps=sorted({name for name, _ in steps}),
        schemes=_schemes(who, steps),
        picked=_day(),
        latest_first=latest_first,
        shows_all=bool(who.admin or staff_schemes(who)),
        link=_link,
        day_link=lambda day: _link(day=None if day == _day() else day.isoformat()),
    )


@pages.post("/tasks/<int:task_id>/claim")
@may(SIGNED_IN)
def claim(task_id: int) -> Response:
    commands.claim(engine(), task_id, actor())
    flash("已认领，任务在“我的待办”里。", "done")
    return redirect(_back(task_id), code=303)


@pages.post("/tasks/<int:task_id>/release")
@may(SIGNED_IN)
def release(task_id: int) -> Response:
    commands.release(engine(), task_id, actor())
    flash("已放回组内，同组的人可以认领。", "done")
    return redirect(url_for("inbox.index", view="group"), code=303)


def _view() -> inbox.View:
    view = request.args.get("view", "mine")
    return cast(inbox.View, view if view in get_args(inbox.View) else "mine")


def _filters() -> inbox.Filters:
    arguments = request.args
    if arguments.get("view") == "overdue":
        return inbox.Filters(due_before=engine().now())
    start = _start_of(_day())
    return inbox.Filters(
        scheme=arguments.get("scheme", ""),
        step=arguments.get("step", ""),
        search=inbox.Search(arguments.get("q", "").strip()[:100]),
        # a period that ends with a day ends at the next midnight, which is still this day's
        due_from=start + timedelta(microseconds=1) if start else None,
        due_before=start + timedelta(days=1, microseconds=1) if start else None,
    )


def _day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _start_of(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None


def _strip(connection: Connection, who: Actor, view: inbox.View, days: Calendar) -> ruler.Ruler:
    since = cast(datetime, _start_of(today())) + timedelta(microseconds=1)
    counted = inbox.due_counts(connection, who, view, engine().now(), since, since + timedelta(days=40))
    per_day: dict[date, int] = {}
    for instant, number in counted:
        per_day[last_day(instant)] = per_day.get(last_day(instant), 0) + number
    return ruler.strip(days, today(), STRIP_DAYS, per_day)


def _schemes(who: Actor, steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    found = {process.partition(".")[0] for _, process in steps} | set(staff_schemes(who))
    return {scheme: vocabulary().scheme(scheme) for scheme in sorted(found - {"shared"})}


def _link(**changes: Any) -> str:
    """This list with some of its arguments changed; None takes one away; a new filter starts at page one."""
    kept = {**request.args.to_dict(), **({} if "page" in changes else {"page": None}), **changes}
    arguments = {key: value for key, value in kept.items() if value not in (None, "")}
    return url_for("inbox.index", **arguments)


def _back(task_id: int) -> str:
    if request.form.get("source") == "list":
        return url_for("inbox.index", view="group")
    return url_for("tasks.show", task_id=task_id)
