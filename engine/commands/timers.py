"""What administrators do to a case's clocks: let one fire now, or move its date; each with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from engine.actor import Actor
from engine.clock import SHANGHAI, last_day
from engine.commands.intervening import locked
from engine.errors import Invalid, LaurelError, NotFound, NotOpen
from engine.models import incident, job
from engine.process_engine import ProcessEngine
from engine.retiming import COUNTED, HELD
from engine.timers import planned
from engine.tree import Tree
from engine.unit import unit

_OPEN = ("ready", "leased", "dead")


class Promised(LaurelError):
    """“{what}”的期限 {until} 已经告知，只能顺延，不能提前。没有任何内容被改动。"""

    code, status = "promised-date", 409


def fire(pe: ProcessEngine, timer_id: int, reason: str, by: Actor) -> None:
    """Let a timer fire now, whatever its date rests on; a worker that holds it comes too late and does nothing.

    Raises Invalid (no reason), NotFound, NotAllowed, NotOpen (it has fired or ended), Promised (an irreversible
    one before its date), ExpressionFailed.
    """
    with _holding(pe, timer_id, reason, by) as tree:
        timer = _open_timer(tree, timer_id)
        _keeps_promise(tree, timer, tree.now)
        _end(tree, timer, {"status": "done", "ended_at": tree.now})
        told = {"element": timer.element, "due": planned(timer.payload, timer.due_at).isoformat()}
        tree.story.note("timer-fired", tree.root_id, timer.instance_id, **told, reason=reason)
        tree.kinds(timer.instance_id)
        tree.forget(timer.instance_id, timer.token)
        tree.act(timer.instance_id, lambda w, s: w.fire(timer.token, s))


def move(pe: ProcessEngine, timer_id: int, to: datetime, reason: str, by: Actor) -> None:
    """Give a timer another instant (aware, in the future). It stands as a person set it, whatever calendars say.

    Later repetitions keep their plan. Raises as `fire`.
    """
    with _holding(pe, timer_id, reason, by) as tree:
        timer = _open_timer(tree, timer_id)
        if to <= tree.now:
            raise Invalid({"to": "请填将来的时刻；要马上触发，请用“立即触发”"})
        _keeps_promise(tree, timer, to)
        payload = {**_bare(timer.payload), "due_at": to.isoformat(), "derivations": [], "provisional": False}
        values = {"payload": payload, "due_at": to, "derivations": [], "provisional": False}
        _end(
            tree, timer, {**values, "status": "ready", "attempts": 0, "lease_until": None, "last_error": None}
        )
        old = planned(timer.payload, timer.due_at)
        told = {"old": old.isoformat(), "new": to.isoformat(), "day": last_day(to).isoformat()}
        told |= {"was": timer.derivations, "reason": reason}
        tree.story.note("timer-moved", tree.root_id, timer.instance_id, element=timer.element, **told)
        tree.work.after.append(pe.wake.set)


@contextmanager
def _holding(pe: ProcessEngine, timer_id: int, reason: str, by: Actor) -> Iterator[Tree]:
    """The case of a timer, locked. Read before the lock, since no job ever changes its instance."""
    query = select(job.c.instance_id).where(job.c.id == timer_id, job.c.kind == "timer")
    with unit(pe, by) as work:
        instance_id = work.connection.execute(query).scalar()
        if instance_id is None:
            raise NotFound(what="这个定时")
        with locked(work, instance_id, reason) as tree:
            yield tree


def _open_timer(tree: Tree, timer_id: int) -> Row[Any]:
    """The timer as it stands under its root's lock."""
    timer = tree.connection.execute(select(job).where(job.c.id == timer_id)).one()
    if timer.status not in _OPEN or tree.row(timer.instance_id)["status"] != "active":
        raise _over(tree, timer)
    return timer


def _end(tree: Tree, timer: Row[Any], values: Mapping[str, Any]) -> None:
    """Change the job, with this claim of it or none: whoever holds it meets the fence. Its incident is settled."""
    mine = update(job).where(job.c.id == timer.id, job.c.status.in_(_OPEN))
    if tree.connection.execute(mine.values(**values)).rowcount != 1:
        raise _over(tree, timer)
    told = update(incident).where(incident.c.job_id == timer.id, incident.c.resolved_at.is_(None))
    tree.connection.execute(told.values(resolved_at=tree.now, resolved_by=tree.actor.name))


def _keeps_promise(tree: Tree, timer: Row[Any], at: datetime) -> None:
    """A date that releases what cannot be undone has been told to people."""
    until = planned(timer.payload, timer.due_at)
    if timer.payload.get("irreversible") and at < until:
        said = until.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        raise Promised(what=_named(tree, timer), until=said)


def _bare(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the calendar has noted there."""
    return {name: value for name, value in payload.items() if name not in (COUNTED, HELD)}


def _over(tree: Tree, timer: Row[Any]) -> NotOpen:
    return NotOpen(what=_named(tree, timer), state="触发或取消")


def _named(tree: Tree, timer: Row[Any]) -> str:
    element = tree.deployed(timer.instance_id).definition.elements[timer.element]
    return element.name or element.id
