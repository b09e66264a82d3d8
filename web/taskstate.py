"""The state of a task in one word and its due date as it is written, wherever tasks and cases are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.actor import Actor
from engine.calendar import Calendar
from engine.clock import SHANGHAI, last_day
from engine.commands.tasks import may
from web.dates import Remaining, remaining
from web.language import noop as N_


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: tone, icon and word, always all three."""

    tone: str
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as it is written: its day, how much is left, 班 if it is a make-up day."""

    day: date
    left: Remaining
    makeup: bool
    hour: str = ""  # "17:00", unless the whole day counts


def badge(status: str, assignee: str | None, due: Due | None) -> Badge:
    """The state of a task in one word."""
    if status == "completed":
        return Badge("done", "check", N_("已办结"))
    if status == "cancelled":
        return Badge("", "x", N_("已取消"))
    word = due.left.word if due else ""
    if word == "逾期":
        return Badge("bad", "clock", word)
    if assignee is None:
        return Badge("", "inbox", N_("待认领"))
    return Badge("due", "clock", word) if word else Badge("run", "edit", N_("办理中"))


def due_of(instant: datetime | None, calendar: Calendar, today: date) -> Due | None:
    """A task's due instant as it is written."""
    if instant is None:
        return None
    day = last_day(instant)
    local = instant.astimezone(SHANGHAI)
    whole = (local.hour, local.minute) in ((0, 0), (23, 59))
    hour = "" if whole else f"{local:%H:%M}"
    return Due(day, remaining(calendar, today, day), calendar.day(day).kind == "makeup", hour)


def works_on(task: Mapping[str, Any], actor: Actor) -> bool:
    """Whether a person may work on an open task, in their own name or in that of somebody who is away."""
    return may(task["assignee"], task["candidates"], actor) or task["stands_for"] is not None


def holds(task: Mapping[str, Any], actor: Actor) -> bool:
    """Whether a person, or somebody absent for whom they act, has a task."""
    return task["assignee"] is not None and task["assignee"] in (actor.name, task["stands_for"])
