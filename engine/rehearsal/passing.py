"""Letting time pass on a lent clock: what falls due on the way is done in order, each at its own instant."""

from __future__ import annotations

from datetime import datetime

from engine import jobs
from engine.clock import LentClock
from engine.process_engine import ProcessEngine


def settle(pe: ProcessEngine) -> None:
    """Do everything that is due now."""
    while jobs.run_due(pe, "rehearsal", 32):
        pass


def pass_time(pe: ProcessEngine, clock: LentClock, target: datetime) -> None:
    """Move the clock to `target`, stopping at everything that falls due before."""
    while True:
        with pe.database.reading() as connection:
            due = jobs.next_due(connection)
        if due is None or due > target:
            break
        clock.set(max(due, clock.now()))
        settle(pe)
    clock.set(target)
    settle(pe)
