"""The overview: one cycle as a funnel with its dates, and what falls due this week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from engine import runtime
from engine.clock import SHANGHAI, last_day
from engine.db import Record
from engine.errors import NotFound
from engine.queries import cases as case_queries
from engine.queries import cycles, figures, inbox
from engine.vocabulary import Vocabulary
from web.access import FIGURES, may
from web.dates import WEEKDAYS
from web.figures.drawing import Bars, bars
from web.figures.funnel import LISTED, Step, Way, funnel, way_of
from web.figures.room import TABS, pages, room
from web.house import actor, engine, reading, settings, today, vocabulary
from web.language import gettext as _
from web.language import noop as N_

TONES = 6  # colours of awards before they repeat
URGENT = 20  # tasks of the week that are listed


@dataclass(frozen=True, slots=True)
class Overview:
    """One cycle: its steps, its awards by name with their tones, its tasks with dates."""

    cycle: Record
    way: Way
    steps: Sequence[Step]
    slots: Mapping[str, str]
    tones: Mapping[str, str]
    picture: Bars
    dates: Sequence[Record]
    opens_on: date | None
    closes_on: date | None


@pages.get("/figures")
@may(FIGURES)
def index() -> str:
    where = room()
    with reading() as connection:
        found = cycles_of(connection, where.scheme)
        chosen = chosen_of(found)
        overview = _overview(connection, chosen, vocabulary(connection)) if chosen else None
        mine, week_end = (connection, actor(), where.scheme), _week_end(today())
        numbers = figures.due_counted(*mine, engine().now(), week_end)
        urgent = figures.due(*mine, week_end, URGENT)
    counted = _days(numbers)
    return render_template(
        "figures/cycle.html",
        room=where,
        tabs=TABS,
        cycles=found,
        overview=overview,
        week=sum(numbers.values()),
        urgent=urgent,
        days=counted,
        week_picture=bars([(day, [(tone, number, _("到期"))]) for day, tone, number in counted]),
    )


@pages.get("/figures/cases")
@may(FIGURES)
def members() -> str | Response:
    """The cases behind a number of the funnel, a page of them at a time."""
    where, size = room(), settings().page_size
    step, slot, here = request.args.get("step", ""), request.args.get("slot", ""), "here" in request.args
    number = _number(request.args.get("page", ""))
    shown: dict[str, Any] = {"slot": slot, "active": here, "first": (number - 1) * size, "most": size}
    with reading() as connection:
        chosen = chosen_of(cycles_of(connection, where.scheme))
        if chosen is None:
            raise NotFound(what=N_("这个评选周期"))
        deployed = engine().definitions.newest(connection, chosen["process_id"])
        names = vocabulary(connection)
        way = way_of(deployed.scheme, names.stages(chosen["process_id"]))
        if step not in way.steps:
            raise NotFound(what=N_("这一步"))
        key = (connection, actor(), chosen["process_id"], chosen["business_key"])
        if step.startswith(LISTED):
            found = figures.members(*key, keys=listed_keys(connection, chosen["id"], step), **shown)
        else:
            stages = way.here(step) if here else way.behind(step)
            found = figures.members(*key, stages=stages, **shown)
    if not found and number > 1:  # fewer than there were when somebody followed a link
        return redirect(_page_of(1))
    return render_template(
        "figures/cases.html",
        room=where,
        tabs=TABS,
        cycle=chosen,
        label=way.steps[step],
        slot=slots_of(deployed.scheme).get(slot, slot),
        slots=slots_of(deployed.scheme),
        page=inbox.Page(found, found[0]["total"] if found else 0, shown["first"]),
        number=number,
        size=size,
        link=_page_of,
    )


def _page_of(page: int) -> str:
    return url_for("figures.members", **{**request.args.to_dict(), "page": page})  # type: ignore[arg-type]


def _number(text: str) -> int:
    """A page's number; what makes no sense is the first."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else 1


def cycles_of(connection: Connection, scheme: str) -> list[Record]:
    """The cycles of a scheme, newest first."""
    return [
        row
        for row in cycles.cycles(connection, active=False)
        if row["process_id"] == f"{scheme}.cycle" and row["business_key"]
    ]


def chosen_of(found: Sequence[Record]) -> Record | None:
    """The cycle asked for, else the newest. Raises NotFound for one that is not there."""
    asked = request.args.get("cycle")
    if not asked:
        return found[0] if found else None
    row = next((row for row in found if str(row["id"]) == asked), None)
    if row is None:
        raise NotFound(what=N_("这个评选周期"))
    return row


def _overview(connection: Connection, cycle: Record, names: Vocabulary) -> Overview | None:
    """The numbers of one cycle; None if the reader has stepped back from it."""
    if case_queries.one(connection, actor(), cycle["id"]) is None:
        return None
    deployed = engine().definitions.newest(connection, cycle["process_id"])
    way = way_of(deployed.scheme, names.stages(cycle["process_id"]))
    key = (connection, actor(), cycle["process_id"], cycle["business_key"])
    rows = figures.standing(*key)
    listed = {
        step: [
            row["slot"] or ""
            for row in figures.members(*key, keys=listed_keys(connection, cycle["id"], step))
        ]
        for step in way.steps
        if step.startswith(LISTED)
    }
    steps = funnel(way, rows, listed)
    return overview_of(cycle, way, steps, slots_of(deployed.scheme), figures.steps(connection, cycle["id"]))


def overview_of(
    cycle: Record, way: Way, steps: Sequence[Step], slots: Mapping[str, str], dates: Sequence[Record]
) -> Overview:
    """The numbers of a cycle with the tones of its awards and the drawing."""
    used = [slot for slot in (*slots, "") if any(slot in step.reached for step in steps)]
    tones = {slot: f"t{n % TONES + 1}" for n, slot in enumerate(used)}
    shown = {slot: slots.get(slot) or _("没有奖项") for slot in used}
    lines = [
        (step.label, [(tones[slot], step.reached.get(slot, 0), shown[slot]) for slot in used])
        for step in steps
    ]
    return Overview(
        cycle=cycle,
        way=way,
        steps=steps,
        slots=shown,
        tones=tones,
        picture=bars(lines),
        dates=dates,
        opens_on=cycle["opens_on"],
        closes_on=cycle["closes_on"],
    )


def listed_keys(connection: Connection, root_id: int, step: str) -> list[str]:
    """The numbers of the cases in a list that the cycle holds: `=winners`."""
    held = runtime.peek(engine(), connection, root_id).variables().get(step.removeprefix(LISTED))
    items = held if isinstance(held, list) else []
    return [str(item["key"]) for item in items if isinstance(item, Mapping) and item.get("key")]


def slots_of(scheme: Mapping[str, Any] | None) -> dict[str, str]:
    """The awards of a scheme by name."""
    return {str(slot): str(name) for slot, name in ((scheme or {}).get("slots") or {}).items()}


def _week_end(day: date) -> datetime:
    """The instant with which the week of a day is over: the end of its Sunday."""
    return datetime.combine(day + timedelta(days=7 - day.weekday()), time(), SHANGHAI)


def _days(numbers: Mapping[datetime | None, int]) -> list[tuple[str, str, int]]:
    """Word, tone and number: how much is overdue, and how much falls due on each remaining day of the week."""
    this, days = today(), Counter[date]()
    for instant, number in numbers.items():
        if instant is not None:
            days[last_day(instant)] += number
    found = [(_("已逾期"), "bad", numbers.get(None, 0))]
    for ahead in range(7 - this.weekday()):
        day = this + timedelta(days=ahead)
        word = _("今天") if ahead == 0 else _(WEEKDAYS[day.weekday()])
        found.append((word, "due" if ahead < 2 else "run", days[day]))
    return found
