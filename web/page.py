"""What every page carries: navigation by role, the day, the helpers and words of the templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Flask, g, render_template

from web import dates, labels, navigation, reminders
from web.access import SIGNED_IN, STAFF, may
from web.house import calendar, me, reading, today
from web.language import gettext as _
from web.language import noop as N_

pages = Blueprint("page", __name__)


@pages.get("/menu")
@may(SIGNED_IN)
def menu() -> str:
    """The navigation as a page, for narrow screens; works without scripts."""
    return render_template("menu.html")


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        navigation=navigation.bar, rooms=navigation.everything, day_line=day_line, missing_year=missing_year
    )
    app.jinja_env.globals["weekdays"] = dates.weekday_names
    app.jinja_env.globals["unseen_reminders"] = reminders.unseen
    app.jinja_env.filters.update(
        day=lambda day: dates.day_text(day, today()),
        moment=lambda instant: dates.moment_text(instant, today()),
        short_day=dates.short_day,
        clock=dates.clock_text,
        limit=lambda instant: dates.limit_text(instant, today()),
    )
    labels.install(app)
    app.context_processor(_who)


def day_line() -> str:
    """`9月28日 周一 · 工作日`"""
    with reading() as connection:
        day = calendar(connection).day(today())
    words = {
        "workday": _("工作日"),
        "makeup": _("工作日（调休上班）"),
        "weekend": _("周末"),
        "holiday": _(day.name or N_("节假日")),
    }
    return f"{dates.day_text(day.date, day.date)} · {words[day.kind]}"


def missing_year() -> int | None:
    """The next year, for staff, if it is December and its days off are not entered: dates beyond are provisional."""
    following = today().year + 1
    if today().month < 12 or not STAFF.allows(me()):
        return None
    with reading() as connection:
        return None if calendar(connection).is_announced(date(following, 1, 1)) else following


def _who() -> dict[str, Any]:
    return {"me": g.get("account")}
