"""Open dates counted again with another calendar: what would move, and to when.

A date that was told to people is a promise: it may move later, never earlier. Dates that rested on unannounced
days become certain when their year is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, String, and_, cast, exists, func, or_, select

from engine.calendar import Calendar, recount_all, same, shift
from engine.clock import SHANGHAI, last_day
from engine.models import history, incident, instance, job, user_task
from engine.process_engine import ProcessEngine
from engine.recounting import expressed
from engine.timers import planned

What = Literal["timer", "task"]
HELD = "held"  # in a timer's payload: since when it waits for a year, and people have been told
COUNTED = "counted_at"  # in a timer's payload: what the calendar says where a promise is kept
_HELD = exists().where(
    incident.c.job_id == job.c.id,
    incident.c.code == "provisional-date",
    incident.c.resolved_at.is_(None),
)
_TIMERS = select(job).where(
    job.c.kind.in_(("timer", "timer-start")),
    or_(job.c.status.in_(("ready", "leased")), and_(job.c.status == "dead", _HELD)),
    func.length(cast(job.c.derivations, String)) > 2,
)
_FIRED = select(job).where(
    job.c.kind == "timer", job.c.status == "done", func.length(cast(job.c.derivations, String)) > 2
)
LOOKED_BACK = timedelta(days=400)  # how long ago a fired timer may be to be looked at again
TOLD = 5_000  # entries of the history that are read for one edition
_TASKS = select(user_task).where(
    user_task.c.status == "open",
    user_task.c.due_at.is_not(None),
    func.length(cast(user_task.c.derivations, String)) > 2,
)


@dataclass(frozen=True, slots=True)
class Move:
    """One open date: as it stands, as the calendar now counts it, and as it will stand; aware instants.

    `was` and `now` are the derivations. `new` is later than `counted` where a promise is kept.
    """

    what: What
    id: int
    root_id: int | None
    instance_id: int | None
    element: str | None
    old: datetime
    counted: datetime
    new: datetime
    was: list[dict[str, Any]]
    now: list[dict[str, Any]]
    provisional: bool
    printed: bool = False  # an irreversible timer's date, which stands on a public notice

    @property
    def extended(self) -> bool:
        """Whether a date that was made public has become later: people must be told the new one."""
        return self.printed and self.new > self.old

    @property
    def moved(self) -> bool:
        return self.new != self.old

    @property
    def kept(self) -> bool:
        """Whether the calendar would have it earlier, but people have been told the date."""
        return self.counted < self.new

    @property
    def facts(self) -> dict[str, Any]:
        """For the history: old and new date with their derivations."""
        dates = {"old": self.old, "new": self.new, "counted": self.counted}
        told = {name: date.isoformat() for name, date in dates.items()}
        told |= {"day": last_day(self.new).isoformat(), "was_day": last_day(self.old).isoformat()}
        return {**told, "kept": self.kept, "provisional": self.provisional, "was": self.was, "now": self.now}


def moves(
    pe: ProcessEngine, connection: Connection, old: Calendar, new: Calendar, *, lock: bool = False
) -> Iterator[Move]:
    """Every open timer and time limit that `new` counts otherwise than it was counted, or makes certain.

    With `lock` the rows are locked first, timers before tasks, each by id.
    """
    for row in _rows(connection, _TIMERS.order_by(job.c.id), lock):
        again = recount_all(new, row.derivations)
        if not same(row.derivations, again):
            yield _timer(row, _counted(pe, connection, row, old, new, again), again)
    for row in _rows(connection, _TASKS.order_by(user_task.c.id), lock):
        again = recount_all(new, row.derivations)
        if not same(row.derivations, again):
            yield _task(row, later(row.due_at, row.derivations, again), again)


def passed(connection: Connection, new: Calendar, now: datetime) -> Iterator[Move]:
    """Irreversible timers that fired in good faith, though `new` would have had them wait: for people to review.

    What they released is not undone.
    """
    for row in connection.execute(_FIRED.where(job.c.ended_at >= now - LOOKED_BACK).order_by(job.c.id)):
        again = recount_all(new, row.derivations) if row.payload.get("irreversible") else row.derivations
        if not same(row.derivations, again):
            counted = later(_basis(row), row.derivations, again)
            if counted > row.ended_at:
                yield _timer(row, counted, again)


def told_passed(connection: Connection, edition: int) -> list[Move]:
    """What `passed` found when this edition was published, as the history tells it."""
    query = select(history).where(history.c.kind == "date-passed").order_by(history.c.id.desc()).limit(TOLD)
    rows = [row for row in connection.execute(query) if row.facts["edition"] == edition]
    return [_told(row) for row in reversed(rows)]


def _told(row: Row[Any]) -> Move:
    facts = row.facts
    old, counted, new = (datetime.fromisoformat(facts[name]) for name in ("old", "counted", "new"))
    place = (row.root_id, row.instance_id, row.element)
    return Move(
        "timer", 0, *place, old, counted, new, facts["was"], facts["now"], facts["provisional"], printed=True
    )


def roots(connection: Connection, new: Calendar) -> list[int]:
    """The cases with dates that `new` counts otherwise, by id."""
    found = {
        row.root_id
        for query in (_TIMERS, _TASKS)
        for row in connection.execute(query)
        if row.root_id is not None and not same(row.derivations, recount_all(new, row.derivations))
    }
    return sorted(found)


def of_timer(row: Row[Any], calendar: Calendar) -> Move | None:
    """One due timer that this calendar counts otherwise; None if it stands as it was counted."""
    again = recount_all(calendar, row.derivations)
    if same(row.derivations, again):
        return None
    return _timer(row, later(_basis(row), row.derivations, again), again)


def step_names(
    pe: ProcessEngine, connection: Connection, found: Sequence[Move]
) -> dict[tuple[int | None, str | None], str]:
    """What the diagrams call the elements of these dates, by instance and element."""
    wanted = {move.instance_id for move in found if move.instance_id is not None}
    query = select(instance.c.id, instance.c.definition_id).where(instance.c.id.in_(sorted(wanted)))
    names: dict[tuple[int | None, str | None], str] = {}
    numbers = {row.id: row.definition_id for row in connection.execute(query)}
    for move in found:
        number = numbers.get(move.instance_id or 0)
        elements = {} if number is None else pe.definitions.get(connection, number).definition.elements
        if move.element is not None and move.element in elements:
            names[move.instance_id, move.element] = elements[move.element].name
    return names


def later(counted: datetime, was: list[dict[str, Any]], now: list[dict[str, Any]]) -> datetime:
    """An instant moved by as many days as its derivations: by the clock of Shanghai."""
    return counted.astimezone(SHANGHAI) + shift(was, now)


def _rows(connection: Connection, query: Select[Any], lock: bool) -> list[Row[Any]]:
    return list(connection.execute(query.with_for_update() if lock else query))


def _basis(row: Row[Any]) -> datetime:
    """What the calendar had said: a kept promise stands later than that."""
    counted = row.payload.get(COUNTED)
    return datetime.fromisoformat(counted) if counted else planned(row.payload, row.due_at)


def _counted(
    pe: ProcessEngine,
    connection: Connection,
    row: Row[Any],
    old: Calendar,
    new: Calendar,
    again: list[dict[str, Any]],
) -> datetime:
    """What a fresh computation gives, where one can be had; else the old instant, moved with its derivations."""
    before, after = expressed(pe, connection, row, (old, new))
    if after is not None and before == _basis(row):
        return after
    return later(_basis(row), row.derivations, again)


def _timer(row: Row[Any], counted: datetime, again: list[dict[str, Any]]) -> Move:
    old = planned(row.payload, row.due_at)
    printed = bool(row.payload.get("irreversible"))
    return _move("timer", row, old, max(old, counted) if printed else counted, counted, again, printed)


def _task(row: Row[Any], counted: datetime, again: list[dict[str, Any]]) -> Move:
    """A time limit has been told to whoever must keep it."""
    return _move("task", row, row.due_at, max(row.due_at, counted), counted, again)


def _move(
    what: What,
    row: Row[Any],
    old: datetime,
    new: datetime,
    counted: datetime,
    again: list[dict[str, Any]],
    printed: bool = False,
) -> Move:
    provisional = any(one["status"] == "provisional" for one in again)
    place = (row.root_id, row.instance_id, row.element)
    return Move(what, row.id, *place, old, counted, new, list(row.derivations), again, provisional, printed)
