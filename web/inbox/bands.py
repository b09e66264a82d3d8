"""Rows of the inbox as they are read: state, clause, who, due day; grouped by when they fall due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from engine.actor import Actor
from engine.calendar import Calendar, Day
from engine.commands.handing import is_delegated
from engine.commands.tasks import may
from engine.vocabulary import SHARED, Vocabulary, scheme_of
from web.clauses import label
from web.dates import short_day
from web.language import gettext as _
from web.language import noop as N_
from web.taskstate import Badge, Due, badge, due_of

HOLIDAY = 3  # rest days in a row that make a "before" and an "after"
LOOK_AHEAD = 16  # days


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task in a list; `absent` is in whose place its reader would do it."""

    facts: Mapping[str, Any]
    badge: Badge
    due: Due | None
    clause: str
    who: str
    claimable: bool
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Tasks that fall due in the same stretch of days."""

    title: str
    rows: list[TaskRow]


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
    absent = facts.get("stands_for")
    mine = may(None, facts["candidates"], actor) or absent is not None
    return TaskRow(
        facts=facts,
        badge=_badge(facts, due),
        due=due,
        clause=clause_of(facts, names),
        who=_who(facts, people, names),
        claimable=facts["status"] == "open" and facts["assignee"] is None and mine,
        absent=people.get(absent, absent) if absent else "",
    )


def banded(rows: Iterable[TaskRow], calendar: Calendar, today: date) -> list[Band]:
    """Rows grouped by due day: overdue, today, before and after the next holiday (or the week's end), without."""
    near = _near_end(calendar, today)
    found: dict[str, list[TaskRow]] = {}
    for item in rows:
        found.setdefault(_band_of(item.due, today, near), []).append(item)
    return [Band(title, members) for title, members in found.items()]


def clause_of(facts: Mapping[str, Any], names: Vocabulary) -> str:
    """The articles behind a task, as its own scheme counts them."""
    return label(names.own_articles(_scheme(facts), facts["articles"]))


def _badge(facts: Mapping[str, Any], due: Due | None) -> Badge:
    """The state of a task; one that came back is to be looked at, unless its time presses more."""
    plain = badge(facts["status"], facts["assignee"], due)
    back = facts.get("delegated_by") is not None and facts["assignee"] == facts["delegated_by"]
    if back and facts["status"] == "open" and plain.tone == "run":
        return Badge("run", "eye", N_("待复核"))
    return plain


def _who(facts: Mapping[str, Any], people: Mapping[str, str], names: Vocabulary) -> str:
    """Who has a task, or may claim it; whoever did it for somebody; from whom to whom it was delegated."""
    name = facts["assignee"]
    if name is None:
        return names.groups_text(facts["candidates"]["groups"])
    called = people.get(name, name)
    done_by = facts["ended_by"]
    if facts["status"] == "completed" and done_by not in (None, name):
        return _("%(name)s 代 %(absent)s", name=people.get(done_by, done_by), absent=called)
    if facts["status"] == "open" and is_delegated(name, facts.get("delegated_to")):
        return f"{people.get(facts['delegated_by'], facts['delegated_by'])} → {called}"
    return called


def _scheme(facts: Mapping[str, Any]) -> str:
    """Whose task it is: its case's scheme; where a case belongs to none, the scheme of who may do it."""
    scheme = scheme_of(facts["root_process_id"])
    groups = facts["candidates"]["groups"]
    return scheme_of(groups[0]) if scheme == SHARED and groups else scheme


def _band_of(due: Due | None, today: date, near: tuple[date, str, str]) -> str:
    last, before, after = near
    if due is None:
        return _("没有期限")
    if due.day < today:
        return _("逾期")
    if due.day == today:
        return _("今天 %(day)s", day=short_day(today))
    return before if due.day <= last else after


def _near_end(calendar: Calendar, today: date) -> tuple[date, str, str]:
    """The last day of the near stretch, and what the near and the far stretch are called."""
    days = calendar.days(today + timedelta(days=1), today + timedelta(days=LOOK_AHEAD))
    for number, day in enumerate(days):
        run = _rest_run(days[number:])
        if len(run) >= HOLIDAY and any(d.name for d in run) and any(d.working for d in days[:number]):
            name = next(d.name for d in run if d.name)
            back = short_day(calendar.next_working_day(run[-1].date))
            last = day.date - timedelta(days=1)
            before = _("%(holiday)s前 至%(day)s", holiday=_(name), day=short_day(last))
            return last, before, _("节后 %(day)s起", day=back)
    sunday = today + timedelta(days=6 - today.weekday())
    if any(day.working for day in days[: (sunday - today).days]):
        return sunday, _("本周 至%(day)s", day=short_day(sunday)), _("以后")
    sunday += timedelta(days=7)  # nothing of this week is left to work in
    return sunday, _("下周 至%(day)s", day=short_day(sunday)), _("以后")


def _rest_run(days: Sequence[Day]) -> list[Day]:
    run = []
    for day in days:
        if day.working:
            break
        run.append(day)
    return run
