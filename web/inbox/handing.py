"""Giving a task to somebody else, having it prepared by a colleague, and leaving it until a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection, select, update
from werkzeug.wrappers import Response

from engine.actor import Actor
from engine.clock import SHANGHAI, business_date
from engine.commands import following, handing
from engine.errors import Invalid, NotFound
from engine.queries import inbox
from engine.queries.visibility import leads, office_schemes
from web.access import SIGNED_IN, may
from web.house import actor, engine, me, reading
from web.inbox import people
from web.inbox.door import pages
from web.language import gettext as _
from web.models import draft as drafts
from web.people.accounts import display_names
from web.tasks import pages as taskpages
from web.tasks.drafts import forget
from web.taskstate import holds, works_on


@pages.get("/tasks/<int:task_id>/hand")
@may(SIGNED_IN)
def hand(task_id: int) -> str:
    """What may be done with a task besides doing it."""
    return _page(task_id)


@pages.post("/tasks/<int:task_id>/assign")
@may(SIGNED_IN)
def assign(task_id: int) -> Response | tuple[str, int]:
    to = _chosen("to")
    if to is None:
        return _page(task_id, {"assign": _("请选择交给谁办理")}), 422
    handing.assign(engine(), task_id, to, actor())
    flash(_("已交给%(name)s办理。", name=_called(to)), "done")
    return redirect(_list_or_task(task_id), code=303)


@pages.post("/tasks/<int:task_id>/delegate")
@may(SIGNED_IN)
def delegate(task_id: int) -> Response | tuple[str, int]:
    to = _chosen("to")
    if to is None:
        return _page(task_id, {"delegate": _("请选择委托给谁")}), 422
    handing.delegate(engine(), task_id, to, actor())
    flash(_("已委托给%(name)s；交回之后由您过目、办结。", name=_called(to)), "done")
    return redirect(_list_or_task(task_id), code=303)


@pages.post("/tasks/<int:task_id>/return")
@may(SIGNED_IN)
def give_back(task_id: int) -> Response:
    if "_page" in request.form:  # the task's own page: what stands in the form goes along
        content, mine = taskpages.posted(task_id)
        if mine:
            taskpages.kept(task_id, content)
    with reading() as connection:
        task = inbox.task(connection, actor(), task_id)
    owner = task["delegated_by"] if task else None
    handing.hand_back(engine(), task_id, actor(), alongside=lambda c: _entries_to(c, owner, task_id))
    flash(_("已交回委托人。"), "done")
    return redirect(url_for("inbox.index"), code=303)


@pages.post("/tasks/<int:task_id>/recall")
@may(SIGNED_IN)
def recall(task_id: int) -> Response:
    handing.recall(engine(), task_id, actor())
    flash(_("已收回，任务又在您的待办里。"), "done")
    return redirect(_list_or_task(task_id), code=303)


@pages.post("/tasks/<int:task_id>/follow-up")
@may(SIGNED_IN)
def follow_up(task_id: int) -> Response | tuple[str, int]:
    """From a day on the task is back in one's list; without a day at once."""
    text = request.form.get("day", "").strip() if request.form.get("act") != "clear" else ""
    try:
        day = date.fromisoformat(text) if text else None
        if day is None and request.form.get("act") != "clear":
            raise ValueError
        at = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) if day else None
        following.follow_up(engine(), task_id, at, actor())
    except (ValueError, Invalid) as error:
        said = error.errors["day"] if isinstance(error, Invalid) else _("请填写跟进日期")
        return _page(task_id, {"day": said}), 422
    flash(_("到跟进日期之前，这项任务不在“我的待办”里。") if day else _("任务又在“我的待办”里。"), "done")
    return redirect(url_for("inbox.index"), code=303)


def _entries_to(connection: Connection, owner: str | None, task_id: int) -> None:
    """What the colleague typed becomes the owner's draft; if they typed nothing, the owner keeps their own."""
    mine = (drafts.c.account == me().name) & (drafts.c.task_id == task_id)
    if owner is None or connection.execute(select(drafts.c.task_id).where(mine)).first() is None:
        return
    forget(connection, owner, task_id)
    connection.execute(update(drafts).where(mine).values(account=owner))


def install(app: Flask) -> None:
    """`hands_over(task)`: whether its page offers the way to these; `business_day`: the day of an instant."""
    app.jinja_env.filters["business_day"] = business_date
    app.jinja_env.globals["hands_over"] = lambda task: any(_possible(task, actor()).values())


def _page(task_id: int, errors: Mapping[str, str] | None = None) -> str:
    with reading() as connection:
        task = inbox.task(connection, actor(), task_id)
        if task is None or task["status"] != "open":
            raise NotFound(what=_("这项任务"))
        can = _possible(task, actor())
        able = people.able(engine(), connection, task, actor()) if can["assign"] else []
        colleagues = people.colleagues(engine(), connection, task) if can["delegate"] else []
        names = display_names(
            connection, [task[c] for c in ("assignee", "delegated_by", "delegated_to", "stands_for")]
        )
    return render_template(
        "inbox/hand.html",
        task=task,
        can=can,
        able=able,
        colleagues=[one for one in colleagues if one.name != actor().name],
        names=names,
        errors=errors or {},
    )


def _possible(task: Mapping[str, Any], who: Actor) -> dict[str, bool]:
    """Which acts are open to this person; commands ask again."""
    holder, works = holds(task, who), works_on(task, who)
    away = handing.is_delegated(task["assignee"], task["delegated_to"])
    lead = leads(who, task["scheme"])
    office = task["scheme"] in office_schemes(who.groups) or who.admin
    return {
        "follow": holder and office,
        "assign": (works or lead) and not away and office,
        "delegate": works and not away and office,
        "return": away and holder,
        "recall": away and (lead or task["delegated_by"] == who.name),
    }


def _chosen(field: str) -> Actor | None:
    """The person picked in a form, if there is such an account."""
    name = request.form.get(field, "")
    with reading() as connection:
        found = people.of_names(connection, [name]).get(name)
    return found.actor if found else None


def _called(who: Actor) -> str:
    with reading() as connection:
        return display_names(connection, [who.name]).get(who.name, who.name)


def _list_or_task(task_id: int) -> str:
    """The task, if one still sees it; else the list."""
    with reading() as connection:
        seen = inbox.task(connection, actor(), task_id) is not None
    return url_for("tasks.show", task_id=task_id) if seen else url_for("inbox.index")
