"""A process that begins by the clock: one instance, and the next date of its plan, in one commit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from engine import starts
from engine.actor import SYSTEM
from engine.births import Birth
from engine.db import one_at_a_time
from engine.jobs import claiming
from engine.jobs.releasing import check_released
from engine.process_engine import ProcessEngine
from engine.runtime import starting
from engine.unit import unit


def start_by_clock(pe: ProcessEngine, row: Row[Any]) -> None:
    """Fire once, however late. A deployment passes before or after: it would not see the next date otherwise."""
    with unit(pe, SYSTEM, hold=True) as work:
        one_at_a_time(work.connection, "timer-start", row.type)
        now = pe.now()
        claiming.fence(work.connection, row, now)
        due = check_released(pe, work.connection, row)
        starts.wind_again(work.connection, row, now)
        deployed = pe.definitions.get(work.connection, row.payload["definition"])
        with starting(work, Birth(deployed, {}, start_element=row.element)) as tree:
            told = {"element": row.element, "due": due.isoformat()}
            tree.story.note("timer-fired", tree.root_id, tree.root_id, **told)
        work.after.append(pe.wake.set)
