"""Rows of the inbox as they are read: state, clause, who, due day; grouped by when they fall due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.actor import Actor
from engine.calendar import Calendar, Day
from engine.clock import SHANGHAI, last_day
from engine.vocabulary import SHARED, Vocabulary, scheme_of
from web.clauses import label
from web.dates import Remaining, remaining, short_day

HOLIDAY = 3  # rest days in a row that make a "before" and an "after"
LOOK_AHEAD = 16  # days


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


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list."""

    facts: Mapping[str, Any]
    badge: Badge
    due: Due | None
    clause: str
    who: str
    claimable: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Tasks that fall due in the same stretch of days."""

    title: str
    rows: list[TaskRow]


def badge(status: str, assignee: str | None, due: Due | None) -> Badge:
    """The state of a task in one word."""
    if status == "completed":
        return Badge("done", "check", "已办结")
    if status == "cancelled":
        return Badge("", "x", "已取消")
    word = due.left.word if due else ""
    if word == "逾期":
        return Badge("bad", "clock", word)
    if assignee is None:
        return Badge("", "inbox", "待认领")
    return Badge("due", "clock", word) if word else Badge("run", "edit", "办理中")


def due_of(instant: datetime | None, calendar: Calendar, today: date) -> Due | None:
    """A task's due instant as it is written."""
    if instant is None:
        return None
    day = last_day(instant)
    local = instant.astimezone(SHANGHAI)
    whole = (local.hour, local.minute) in ((0, 0), (23, 59))
    hour = "" if whole else f"{local:%H:%M}"
    return Due(day, remaining(calendar, today, day), calendar.day(day).kind == "makeup", hour)


def row(
    facts: Mapping[str, Any],
    actor: Actor,
    people: Mapping[str, str],
    names: Vocabulary,
    calendar: Calendar,
    today: date,
) -> TaskRow:
    """One task as a list shows it."""
    due = due_of(facts["due_at"], calendar, today)
    assignee, candidates = facts["assignee"], facts["candidates"]
    mine = actor.name in candidates["users"] or bool(actor.groups & set(candidates["groups"]))
    return TaskRow(
        facts=facts,
        badge=badge(facts["status"], assignee, due),
        due=due,
        clause=label(names.own_articles(_scheme(facts), facts["articles"])),
        who=people.get(assignee, assignee) if assignee else names.groups_text(candidates["groups"]),
        claimable=facts["status"] == "open" and assignee is None and mine,
    )


def _scheme(facts: Mapping[str, Any]) -> str:
    """Whose task it is: its case's scheme; where a case belongs to none, the scheme of who may do it."""
    scheme = scheme_of(facts["root_process_id"])
    groups = facts["candidates"]["groups"]
    return scheme_of(groups[0]) if scheme == SHARED and groups else scheme


def banded(rows: Iterable[TaskRow], calendar: Calendar, today: date) -> list[Band]:
    """Rows grouped by due day: overdue, today, before and after the next holiday (or this week's end), without."""
    near = _near_end(calendar, today)
    found: dict[str, list[TaskRow]] = {}
    for item in rows:
        found.setdefault(_band_of(item.due, today, near), []).append(item)
    return [Band(title, members) for title, members in found.items()]


def _band_of(due: Due | None, today: date, near: tuple[date, str, str]) -> str:
    last, before, after = near
    if due is None:
        return "没有期限"
    if due.day < today:
        return "逾期"
    if due.day == today:
        return f"今天 {short_day(today)}"
    return before if due.day <= last else after


def _near_end(calendar: Calendar, today: date) -> tuple[date, str, str]:
    """The last day of the near stretch, and what the near and the far stretch are called."""
    days = calendar.days(today + timedelta(days=1), today + timedelta(days=LOOK_AHEAD))
    for number, day in enumerate(days):
        run = _rest_run(days[number:])
        if len(run) >= HOLIDAY and any(d.name for d in run) and any(d.working for d in days[:number]):
            name = next(d.name for d in run if d.name)
            back = calendar.next_working_day(run[-1].date)
            last = day.date - timedelta(days=1)
            return last, f"{name}前 至{short_day(last)}", f"节后 {short_day(back)}起"
    sunday = today + timedelta(days=6 - today.weekday())
    return sunday, f"本周 至{short_day(sunday)}", "以后"


def _rest_run(days: Sequence[Day]) -> list[Day]:
    run = []
    for day in days:
        if day.working:
            break
        run.append(day)
    return run
