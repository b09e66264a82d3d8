"""Jobs that are due: claimed, done once each, and answered for if they fail."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, select

from engine.actor import SYSTEM
from engine.correlation import deliver, leave, receiver, start_by
from engine.errors import Conflict, LaurelError, StorageFull, Unavailable
from engine.instance_rows import LOCK_ROOT
from engine.jobs import claiming
from engine.jobs.claiming import Held, claim
from engine.jobs.entering import enter
from engine.jobs.errands import carry_out
from engine.jobs.errors import Fenced, StillProvisional
from engine.jobs.failing import failed, put_back
from engine.jobs.holding import hold, retime
from engine.jobs.lanes import Lane
from engine.jobs.releasing import DateMoved, check_released
from engine.jobs.serving import serve
from engine.jobs.signals import hear, start_by_signal
from engine.jobs.timer_starts import start_by_clock
from engine.models import message, subscription
from engine.process_engine import ProcessEngine
from engine.runtime import moving
from engine.unit import unit

log = logging.getLogger(__name__)


def _always() -> bool:
    return True


def run_due(
    pe: ProcessEngine,
    owner: str,
    limit: int = 8,
    held: Held | None = None,
    going: Callable[[], bool] = _always,
    *,
    lane: Lane | None = None,
) -> int:
    """Claim jobs that are due and do them, those of a lane or all; returns how many were claimed.

    `held` shows meanwhile which claims are in hand, so that `heartbeat` can keep them from another thread.
    What has not been begun when `going` says no is given back at once, for another worker.
    """
    held = {} if held is None else held
    claimed = claim(pe, owner, limit, lane=lane)
    held.update((row.id, row.version) for row in claimed)
    try:
        for row in claimed:
            if going():
                run(pe, row)
            else:
                put_back(pe, row)
            held.pop(row.id)
    finally:
        held.clear()  # what could not be begun is nobody's: its lease runs out
    return len(claimed)


def run(pe: ProcessEngine, row: Row[Any]) -> None:
    """The one place with a broad except: whatever a handler does, the job is retried or becomes an incident.

    Raises Unavailable and StorageFull: a database that is away or full is no fault of the job and costs no attempt.
    """
    try:
        _do(pe, row)
    except Fenced:
        log.info("job %s was taken over by another worker", row.id)
    except Conflict:
        put_back(pe, row)
    except (Unavailable, StorageFull):
        put_back(pe, row)
        raise
    except DateMoved as moved:
        retime(pe, row, moved.move)
    except StillProvisional as error:
        hold(pe, row, error)
    except LaurelError as error:
        log.warning("job %s (%s %s): %s", row.id, row.kind, row.element, error)
        failed(pe, row, error)
    except Exception as error:  # a handler is anybody's code, and one that breaks must not stop its lane
        log.warning("job %s (%s %s) failed", row.id, row.kind, row.element, exc_info=error)
        failed(pe, row, error)


def _do(pe: ProcessEngine, row: Row[Any]) -> None:
    match row.kind:
        case "timer":
            _fire(pe, row)
        case "correlate":
            _correlate(pe, row)
        case "service":
            serve(pe, row)
        case "errand":
            carry_out(pe, row)
        case "signal":
            hear(pe, row)
        case "signal-start":
            start_by_signal(pe, row)
        case "timer-start":
            start_by_clock(pe, row)


def _fire(pe: ProcessEngine, row: Row[Any]) -> None:
    with unit(pe, SYSTEM, hold=True) as work, moving(work, row.root_id) as tree:
        enter(work, tree, row)
        due = check_released(pe, work.connection, row)
        tree.story.note("timer-fired", row.root_id, row.instance_id, element=row.element, due=due.isoformat())
        tree.act(row.instance_id, lambda w, s: w.fire(row.token, s))


def _correlate(pe: ProcessEngine, row: Row[Any]) -> None:
    """Deliver a kept message, start the process it begins, or leave it waiting for a receiver to come.

    A receiver that is suspended keeps its message: it is called again when its case is resumed.
    """
    with unit(pe, SYSTEM, hold=True) as work:
        kept = work.connection.execute(select(message).where(message.c.id == row.payload["message"])).one()
        to = receiver(work.connection, kept) if kept.status == "waiting" else None
        suspended = False
        if to is not None:
            root = work.connection.execute(LOCK_ROOT, {"_id": to.root_id}).one()
            suspended = root.suspended_at is not None
            still = select(subscription.c.id).where(subscription.c.id == to.id)
            if work.connection.execute(still).first() is None:
                raise Conflict
        claiming.fence(work.connection, row, pe.now())
        if to is not None:
            if not suspended:
                deliver(work, kept, to)
        elif kept.status == "waiting" and not start_by(work, kept):
            leave(work, kept)
