"""How much each person has at hand, is late with, and has done lately: reviewers, the office, the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import render_template
from sqlalchemy import Connection, String, and_, cast, or_, select

from engine.queries import figures
from web.access import FIGURES, OFFICE_ROLES, may
from web.figures.drawing import Bars, bars
from web.figures.room import TABS, pages, room
from web.house import actor, engine, reading, vocabulary
from web.language import gettext as _
from web.language import noop as N_
from web.models import account

LATELY: Final = timedelta(days=30)
SOON: Final = timedelta(days=7)
# Who belongs where, by the roles that every scheme has (see `processes/README.md`).
REVIEWERS: Final = ("review-group", "review-leader")
APPLICANTS: Final = ("applicant",)


# The parts of a bar: class of figures.css and word.
LEGEND: Final = (
    ("bad", N_("已逾期")),
    ("due", N_("7 天内到期")),
    ("run", N_("其他在办")),
    ("past", N_("30 天内办结")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """An account with the groups that say what it does."""

    name: str
    groups: frozenset[str]

    def has(self, scheme: str, roles: Iterable[str]) -> bool:
        """Whether the person has one of these roles in a scheme."""
        return any(f"{scheme}.{role}" in self.groups for role in roles)


@dataclass(frozen=True, slots=True)
class Load:
    """One person, or one group whose tasks nobody has taken yet."""

    name: str
    open: int = 0
    overdue: int = 0
    soon: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Some people with their drawing."""

    title: str
    people: Sequence[Load]
    picture: Bars


@pages.get("/figures/load")
@may(FIGURES)
def load() -> str:
    where, now = room(), engine().now()
    with reading() as connection:
        rows = figures.open_work(connection, actor(), where.scheme, now, now + SOON)
        done = figures.done_work(connection, actor(), where.scheme, now - LATELY)
        people = _people(connection, where.scheme, {row.assignee for row in rows if row.assignee} | set(done))
    held = {row.assignee: row for row in rows if row.assignee}
    loads = {who: _load(one.name, held.get(who), done.get(who, 0)) for who, one in people.items()}
    reviewers = [who for who, one in people.items() if one.has(where.scheme, REVIEWERS)]
    office = [
        who for who, one in people.items() if one.has(where.scheme, OFFICE_ROLES) and who not in reviewers
    ]
    others = [
        who
        for who, one in people.items()
        if who not in reviewers and who not in office and not one.has(where.scheme, APPLICANTS)
    ]
    waiting = [_load(_group(row.waits), row, 0) for row in rows if not row.assignee]
    sections = [
        _section(_("评审员"), [loads[who] for who in reviewers]),
        _section(_("审定办"), [loads[who] for who in office]),
        _section(_("其他人"), [loads[who] for who in others]),
        _section(_("还没有人认领，按候选组"), waiting),
    ]
    return render_template(
        "figures/load.html", room=where, tabs=TABS, legend=LEGEND, sections=[s for s in sections if s.people]
    )


def _load(name: str, row: Any, done: int) -> Load:
    return Load(name, row.open, row.overdue, row.soon, done) if row else Load(name, done=done)


def _group(identity: str | None) -> str:
    return vocabulary().group(identity) if identity else _("没有候选组")


def _section(title: str, people: Iterable[Load]) -> Section:
    """The busiest first."""
    ordered = sorted(people, key=lambda load: (-load.open, -load.done, load.name))
    lines = [(load.name, _parts(load)) for load in ordered]
    return Section(title, ordered, bars(lines))


def _parts(load: Load) -> list[tuple[str, int, str]]:
    numbers = (load.overdue, load.soon, load.open - load.overdue - load.soon, load.done)
    return [(tone, number, _(word)) for (tone, word), number in zip(LEGEND, numbers, strict=True)]


def _people(connection: Connection, scheme: str, busy: Collection[str]) -> dict[str, Person]:
    """Reviewers and the office of a scheme, and whoever else has or had something to do there, by account."""
    groups = cast(account.c.groups, String)
    mine = [groups.contains(f'"{scheme}.{role}"', autoescape=True) for role in (*REVIEWERS, *OFFICE_ROLES)]
    wanted = or_(account.c.name.in_(busy), and_(account.c.disabled.is_(False), or_(*mine)))
    query = select(account.c.name, account.c.display_name, account.c.groups).where(wanted)
    return {
        row.name: Person(row.display_name, frozenset(row.groups))
        for row in connection.execute(query.order_by(account.c.name))
    }
