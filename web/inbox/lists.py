"""The lists of the inbox: a view with its filters, its order and its counts; claiming and giving back from the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.clock import SHANGHAI, last_day
from engine.commands import tasks as commands
from engine.queries import cycles, inbox
from engine.queries.visibility import office_schemes, staff_schemes
from engine.vocabulary import scheme_of
from web import ruler
from web.access import SIGNED_IN, STAFF, may
from web.addresses import safe
from web.house import actor, calendar, engine, me, reading, settings, today, vocabulary
from web.inbox import bands, saved
from web.inbox.asked import Asked, asked, cleared, link, searching
from web.inbox.door import pages
from web.language import gettext as _
from web.language import noop as N_
from web.people.accounts import display_names

STRIP_DAYS = 10
TITLES: Final = {
    "mine": N_("我的待办"),
    "group": N_("组内待认领"),
    "stand": N_("替人办理"),
    "all": N_("全部可见"),
    "later": N_("等到跟进日期"),
    "done": N_("我已办结"),
}


@pages.get("/tasks")
@may(SIGNED_IN)
def index() -> str:
    who, now, size = actor(), engine().now(), settings().page_size
    wanted = asked(request.args, now)
    with reading() as connection:
        counts = inbox.counts(connection, who, now)
        steps = inbox.steps(connection, who, wanted.view, now)
        wanted = searching(wanted, request.args.get("q", ""), steps, vocabulary(connection))
        page = inbox.page(
            connection,
            who,
            wanted.view,
            wanted.filters,
            now,
            offset=(wanted.number - 1) * size,
            limit=size,
            sort=wanted.sort,
            descending=wanted.descending,
            total=_known(wanted, counts),
            held=None if wanted.view == "done" else getattr(counts, wanted.view),
        )
        strip = _strip(connection, wanted) if wanted.view != "done" else None
        open_cycles = _cycles(connection, who) if STAFF.allows(me()) else {}
        views = saved.offered(connection, who)
        rows = _rows(connection, page.rows)
        absent = display_names(connection, [stand_in.name for stand_in in who.stands_in])
    shown = next((view for view in views if str(view["id"]) == request.args.get("saved")), None)
    return render_template(
        "inbox/list.html",
        title=_title(wanted, shown),
        asked=wanted,
        bands=_banded(wanted, rows),
        page=page,
        size=size,
        counts=counts,
        strip=strip,
        steps={name: name for name in sorted({name for name, _process in steps})},
        processes=_processes(steps),
        schemes=_schemes(who, steps),
        cycles=open_cycles,
        views=views,
        shown=shown,
        absent=_("、").join(absent.values()),
        shows_all=bool(who.admin or staff_schemes(who)),
        in_office=bool(office_schemes(who.groups)) or who.admin,
        link=link,
        cleared=cleared,
        day_link=lambda day: link(day=None if day == wanted.day else day.isoformat()),
    )


@pages.post("/tasks/<int:task_id>/claim")
@may(SIGNED_IN)
def claim(task_id: int) -> Response:
    commands.claim(engine(), task_id, actor())
    flash(_("已认领，任务在“我的待办”里。"), "done")
    return redirect(_back(task_id), code=303)


@pages.post("/tasks/<int:task_id>/release")
@may(SIGNED_IN)
def release(task_id: int) -> Response:
    commands.release(engine(), task_id, actor())
    flash(_("已放回组内，同组的人可以认领。"), "done")
    return redirect(url_for("inbox.index", view="group"), code=303)


def _known(wanted: Asked, counts: inbox.Counts) -> int | None:
    """How many the list holds, where the number beside the view says it already."""
    if wanted.narrowed or wanted.view == "done":
        return None
    return counts.overdue if wanted.overdue else int(getattr(counts, wanted.view))


def _rows(connection: Connection, found: Sequence[Mapping[str, Any]]) -> list[bands.TaskRow]:
    columns = ("assignee", "ended_by", "delegated_by", "delegated_to", "stands_for")
    people = display_names(connection, {row[column] for row in found for column in columns})
    names, days = vocabulary(connection), calendar(connection)
    return [bands.row(row, actor(), people, names, days, today()) for row in found]


def _banded(wanted: Asked, rows: list[bands.TaskRow]) -> list[bands.Band]:
    """Bands belong to the order by due day."""
    if wanted.sort != "due" or wanted.view == "done":
        return [bands.Band("", rows)]
    with reading() as connection:
        return bands.banded(rows, calendar(connection), today())


def _title(wanted: Asked, shown: Mapping[str, Any] | None) -> str:
    if shown is not None:
        return str(shown["name"])
    return _("逾期") if wanted.overdue else _(TITLES[wanted.view])


def _strip(connection: Connection, wanted: Asked) -> ruler.Ruler:
    """What falls due today and on the next working days."""
    days, start = calendar(connection), today()
    last = start
    for _day in range(STRIP_DAYS):
        last = days.next_working_day(last)
    since, until = _midnight(start), _midnight(last + timedelta(days=1))
    counted = inbox.due_counts(connection, actor(), wanted.view, engine().now(), since, until)
    per_day: dict[date, int] = {}
    for instant, number in counted:
        per_day[last_day(instant)] = per_day.get(last_day(instant), 0) + number
    return ruler.strip(days, start, STRIP_DAYS, per_day)


def _midnight(day: date) -> datetime:
    """Just after a day's beginning: what is due at midnight belongs to the day before."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(microseconds=1)


def _schemes(who: Actor, steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    found = {process.partition(".")[0] for _name, process in steps} | set(staff_schemes(who))
    return {scheme: vocabulary().scheme(scheme) for scheme in sorted(found - {"shared"})}


def _cycles(connection: Connection, who: Actor) -> dict[str, str]:
    """The open cycles of what somebody works on; of several schemes with the scheme before each."""
    own = staff_schemes(who)
    found = [
        row
        for row in cycles.cycles(connection)
        if row["business_key"] and (who.admin or scheme_of(row["process_id"]) in own)
    ]
    several = len({scheme_of(row["process_id"]) for row in found}) > 1
    names = vocabulary()
    return {
        row["business_key"]: f"{names.scheme_short(row['process_id'])} · {row['title']}"
        if several
        else str(row["title"] or row["business_key"])
        for row in found
    }


def _processes(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The processes that occur, by their kind's name; one of several schemes with its scheme before it."""
    found = sorted({process for _name, process in steps})
    names = vocabulary()
    return {process: f"{names.scheme_short(process)} · {names.kind(process)}" for process in found}


def _back(task_id: int) -> str:
    if request.form.get("source") == "list":
        return safe(request.form.get("back") or url_for("inbox.index", view="group"))
    return url_for("tasks.show", task_id=task_id)
