"""Dates that another calendar counts otherwise are written, in the transaction of whoever publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from engine.calendar import Calendar
from engine.history import Story
from engine.models import incident, instance, job, user_task
from engine.retiming import COUNTED, HELD, Move, roots
from engine.timers import planned

T = TypeVar("T")

_AT_ONCE = 500  # rows named by one statement
_NEW_DATE: dict[str, BindParameter[Any]] = {
    name: bindparam(f"_{name}") for name in ("payload", "due_at", "derivations", "provisional")
}
_SET_TIMER = (
    update(job)
    .where(job.c.id == bindparam("_id"))
    .values({**_NEW_DATE, "status": "ready", "attempts": 0, "lease_until": None, "last_error": None})
)
_SET_TASK = (
    update(user_task)
    .where(user_task.c.id == bindparam("_id"))
    .values(due_at=bindparam("_due_at"), derivations=bindparam("_derivations"))
)


def lock_roots(connection: Connection, new: Calendar) -> None:
    """Lock the cases whose dates `new` counts otherwise, by id: whoever completes or fires in them waits, or is first.

    Others lock a case and then its timers and tasks in either order; without this they and a publication could
    wait for each other.
    """
    for some in _portions(roots(connection, new)):
        locked = select(instance.c.id).where(instance.c.id.in_(some)).order_by(instance.c.id)
        connection.execute(locked.with_for_update(key_share=True)).all()


def apply(
    connection: Connection, found: Sequence[Move], *, now: datetime, by: str, told: Mapping[str, Any]
) -> None:
    """Let the dates stand as they were counted, and the history tell of each.

    A worker that has claimed such a timer meets the fence: it is leased to nobody any more.
    """
    for some in _portions([move for move in found if move.what == "timer"]):
        _set_timers(connection, some)
    tasks = [{"_id": m.id, "_due_at": m.new, "_derivations": m.now} for m in found if m.what == "task"]
    if tasks:
        connection.execute(_SET_TASK, tasks)
    kinds = ["date-moved" if m.moved else "date-kept" if m.kept else "date-certain" for m in found]
    _tell(connection, zip(kinds, found, strict=True), now, by, told)


def tell_passed(
    connection: Connection, found: Sequence[Move], *, now: datetime, by: str, told: Mapping[str, Any]
) -> None:
    """The history tells of what was released too early by this calendar; nothing else changes."""
    _tell(connection, (("date-passed", move) for move in found), now, by, told)


def _tell(
    connection: Connection,
    found: Iterable[tuple[str, Move]],
    now: datetime,
    by: str,
    told: Mapping[str, Any],
) -> None:
    story = Story(now, by)
    for kind, move in found:
        if move.root_id is not None and move.instance_id is not None:
            facts = {**move.facts, **told, "what": move.what}
            story.note(kind, move.root_id, move.instance_id, element=move.element, **facts)
    story.write(connection)


def try_held_again(connection: Connection, now: datetime, by: str) -> None:
    """Timers that waited for a year: their incidents end, they are due now and held anew if they must be."""
    waiting = select(job).where(job.c.kind == "timer", job.c.status == "ready", job.c.provisional)
    for row in connection.execute(waiting.order_by(job.c.id)).all():
        if HELD in row.payload:
            payload = {key: value for key, value in row.payload.items() if key != HELD}
            values = {"payload": payload, "due_at": planned(payload, row.due_at)}
            connection.execute(update(job).where(job.c.id == row.id).values(values))
    ready = select(job.c.id).where(job.c.status == "ready")
    solved = update(incident).where(
        incident.c.code == "provisional-date", incident.c.resolved_at.is_(None), incident.c.job_id.in_(ready)
    )
    connection.execute(solved.values(resolved_at=now, resolved_by=by))


def _set_timers(connection: Connection, found: Sequence[Move]) -> None:
    mine = select(job.c.id, job.c.payload).where(job.c.id.in_([move.id for move in found]))
    payloads = {row.id: row.payload for row in connection.execute(mine)}
    connection.execute(_SET_TIMER, [_timer(move, payloads[move.id]) for move in found])


def _timer(move: Move, before: Mapping[str, Any]) -> dict[str, Any]:
    payload = {key: value for key, value in before.items() if key not in (COUNTED, HELD)}
    payload |= {"due_at": move.new.isoformat(), "derivations": move.now, "provisional": move.provisional}
    if move.kept:
        payload[COUNTED] = move.counted.isoformat()
    new = {"_payload": payload, "_due_at": move.new, "_derivations": move.now}
    return {"_id": move.id, **new, "_provisional": move.provisional}


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), _AT_ONCE):
        yield items[first : first + _AT_ONCE]
