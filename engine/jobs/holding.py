"""A timer that may not fire yet: it waits for its new date, or until its year is known and people have been told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from engine import retiming
from engine.actor import SYSTEM
from engine.correlation import publish_in
from engine.history import Story
from engine.jobs.errors import StillProvisional
from engine.jobs.failing import bury, this_claim
from engine.models import instance, job, start_subscription
from engine.process_engine import ProcessEngine
from engine.retiming import HELD, Move

TIMER_HELD: Final = "shared.timer-held"  # begins the process in which a clerk looks after the date
LOOK_AGAIN: Final = timedelta(days=1)


def retime(pe: ProcessEngine, row: Row[Any], move: Move) -> None:
    """Let the timer wait for the date that the calendar gives now."""
    with pe.database.transaction() as connection:
        if _given_back(connection, row, row.due_at):
            retiming.apply(connection, [move], now=pe.now(), by=SYSTEM.name, told={"reason": "日历已有新版"})


def hold(pe: ProcessEngine, row: Row[Any], error: StillProvisional) -> None:
    """Open a clerk's task for the date, once, and look again every day; without such a process an incident."""
    now = pe.now()
    with pe.database.transaction() as connection:
        if row.root_id is None or not _modelled(connection):
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


def _modelled(connection: Connection) -> bool:
    begins = select(start_subscription.c.process_id).where(start_subscription.c.message_name == TIMER_HELD)
    return connection.execute(begins).first() is not None


def _tell(connection: Connection, row: Row[Any], error: StillProvisional, now: datetime) -> None:
    columns = (instance.c.business_key, instance.c.title, instance.c.process_id)
    root = connection.execute(select(*columns).where(instance.c.id == row.root_id)).one()
    told = {name: error.facts[name] for name in ("element", "day", "reason")}
    facts = {"case_key": root.business_key or "", "case_title": root.title or ""}
    payload = {"scheme": root.process_id.partition(".")[0], "held": {**told, **facts}}
    publish_in(
        connection,
        name=TIMER_HELD,
        key=f"{root.business_key or row.root_id} · {told['element']} · {row.id}",
        payload=payload,
        by=SYSTEM.name,
        now=now,
    )
    story = Story(now, SYSTEM.name)
    story.note(
        "timer-held",
        row.root_id,
        row.instance_id,
        element=row.element,
        day=told["day"],
        reason=told["reason"],
    )
    story.write(connection)
