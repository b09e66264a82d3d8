"""Lives of a node in processes of their own, which end or stand still at a chosen commit.

A life starts the cases, does what is due, completes what is open, and moves its lent clock on when there is nothing
to do; so every life with the same database before it makes the same commits, and each can be chosen.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select, union_all

from engine import jobs
from engine.clock import LentClock
from engine.commands import instances, tasks
from engine.errors import LaurelError
from engine.models import incident, instance, job, user_task
from engine.process_engine import ProcessEngine
from tests.crash import tale
from tests.crash.ledger import Ledger
from tests.integration.house import STAFF

MONDAY = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
ROUNDS = 12  # a life that has not come to its end by then never will

Side = Literal["before", "after"]
Halt = tuple[int, Side, signal.Signals]  # which commit, which side of it, with what
Guard = Callable[[ProcessEngine], None]  # takes one of the house's guards away


@dataclass(frozen=True)
class World:
    """One database, one client's ledger, one receiver; `cases` are started, of one process."""

    url: str
    ledger: Path
    receiver: str
    process: str = "test.main"
    cases: int = 1

    def life(
        self, number: int, halt: Halt | None = None, guard_off: Guard | None = None, *, errand: bool = False
    ) -> int:
        """Begin the life that is `number`-th on this database; its process id. An errand is one due job, no more."""
        process = os.fork()
        if process:
            return process
        try:
            self._live(number, halt, guard_off, errand)
        except BaseException:  # a forked child must not come back into the test
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)

    def _live(self, number: int, halt: Halt | None, guard_off: Guard | None, errand: bool) -> None:
        clock = LentClock(MONDAY + timedelta(days=number))
        pe = tale.node(self.url, self.receiver, clock)
        if guard_off:
            guard_off(pe)
        if errand:
            jobs.run_due(pe, f"worker-{os.getpid()}", limit=1)
            return
        commits = _halting(pe, halt)
        self._play(pe, clock, Ledger(self.ledger))
        Path(f"{self.ledger}.commits").write_text(str(next(commits)))

    def _play(self, pe: ProcessEngine, clock: LentClock, ledger: Ledger) -> None:
        begun = ledger.claims().acknowledged
        for n in range(self.cases):
            if ("start", n) not in begun:
                ledger.means("start", n)
                instances.start(
                    pe, self.process, business_key=None, variables={"n": n}, by=STAFF, token=f"start-{n}"
                )
                ledger.acknowledges("start", n)
        for _ in range(ROUNDS):
            for _ in range(3):
                while jobs.run_due(pe, f"worker-{os.getpid()}", limit=1):
                    pass
                clock.set(clock.now() + timedelta(hours=1))
            for task in _open_tasks(pe):
                _complete(pe, task, ledger)
            if not _moving(pe):
                return
        raise AssertionError(f"the cases have not ended after {ROUNDS} rounds")


def lives_on(process: int) -> int:
    """Wait until a life has ended or stands still; 0, the signal, or an error if it ended by itself."""
    _, status = os.waitpid(process, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return os.WSTOPSIG(status)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status)
    assert os.WEXITSTATUS(status) == 0, "a life ended by an error of its own"
    return 0


def commits_of(world: World) -> int:
    """How many commits the last whole life made."""
    return int(Path(f"{world.ledger}.commits").read_text())


def _halting(pe: ProcessEngine, halt: Halt | None) -> count[int]:
    """Count the commits of this process that write, and halt it at the chosen one."""
    dialect, numbers = pe.database.engine.dialect, count()
    real = dialect.do_commit

    def commit(raw: Any) -> None:
        if getattr(raw, "read_only", False):
            real(raw)
            return
        number = next(numbers)
        _halt_if(halt, number, "before")
        real(raw)
        _halt_if(halt, number, "after")

    dialect.do_commit = commit  # type: ignore[method-assign, assignment]
    return numbers


def _halt_if(halt: Halt | None, number: int, side: Side) -> None:
    if halt and halt[:2] == (number, side):
        os.kill(os.getpid(), halt[2])


def _complete(pe: ProcessEngine, task: int, ledger: Ledger) -> None:
    ledger.means("complete", task)
    try:
        tasks.complete(pe, task, {}, STAFF)
    except LaurelError:
        return  # somebody else was quicker
    ledger.acknowledges("complete", task)


def _open_tasks(pe: ProcessEngine) -> Sequence[int]:
    with pe.database.reading() as connection:
        query = select(user_task.c.id).where(user_task.c.status == "open").order_by(user_task.c.id)
        return list(connection.execute(query).scalars())


def _moving(pe: ProcessEngine) -> bool:
    """Is there a case or a job that is neither at its end nor in the hands of an administrator?"""
    stuck = select(incident.c.root_id).where(incident.c.resolved_at.is_(None))
    cases = select(instance.c.id).where(instance.c.status == "active", instance.c.id.not_in(stuck))
    work = select(job.c.id).where(job.c.status.in_(("ready", "leased")))
    with pe.database.reading() as connection:
        return connection.execute(union_all(cases, work)).first() is not None
