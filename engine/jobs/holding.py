"""A timer that may not fire yet: it waits for its new date, or until its year is known and people have been told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, update

from engine import redating
from engine.actor import SYSTEM
from engine.heralds import TIMER_HELD, heard, herald
from engine.history import Story
from engine.jobs.errors import StillProvisional
from engine.jobs.failing import bury, this_claim
from engine.models import job
from engine.process_engine import ProcessEngine
from engine.retiming import HELD, Move

LOOK_AGAIN: Final = timedelta(days=1)


def retime(pe: ProcessEngine, row: Row[Any], move: Move) -> None:
    """Let the timer wait for the date that the calendar gives now."""
    with pe.database.transaction() as connection:
        if _given_back(connection, row, row.due_at):
            redating.apply(connection, [move], now=pe.now(), by=SYSTEM.name, told={"reason": "日历已有新版"})


def hold(pe: ProcessEngine, row: Row[Any], error: StillProvisional) -> None:
    """Open a clerk's task for the date, once, and look again every day; without such a process an incident."""
    now = pe.now()
    with pe.database.transaction() as connection:
        if row.root_id is None or not heard(connection, TIMER_HELD):
            bury(connection, pe, row, error)
            return
        if not _given_back(connection, row, now + LOOK_AGAIN) or HELD in row.payload:
            return
        payload = {**row.payload, HELD: now.isoformat()}
        connection.execute(update(job).where(job.c.id == row.id).values(payload=payload))
        _tell(connection, row, error, now)
    pe.wake.set()


def _given_back(connection: Connection, row: Row[Any], due: datetime) -> bool:
    """Waiting costs no attempt. False if this claim no longer counts."""
    values = {"status": "ready", "attempts": 0, "due_at": due, "lease_until": None}
    return connection.execute(this_claim(row).values(values)).rowcount == 1


def _tell(connection: Connection, row: Row[Any], error: StillProvisional, now: datetime) -> None:
    told = {name: error.facts[name] for name in ("day", "reason")}
    what = {"element": error.facts["element"], **told}
    herald(connection, TIMER_HELD, "held", row.root_id, what, now, mark=str(row.id))
    story = Story(now, SYSTEM.name)
    story.note("timer-held", row.root_id, row.instance_id, element=row.element, **told)
    story.write(connection)
