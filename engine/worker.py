"""The worker of one node: APScheduler is its clock, the database holds everything that is due."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from engine import audit, jobs
from engine.clock import SystemClock, elapsed
from engine.errors import StorageFull, Unavailable
from engine.process_engine import ProcessEngine
from engine.skew import agrees, skew

BATCH = 32  # jobs claimed at once
TICK = 0.5  # seconds: how late another node's work is seen at most
PAUSE_MOST = 5.0  # seconds between two looks at a database that is away
CLOCK_EVERY = 10.0  # seconds between two looks at the database's clock
JUMP = 2.0  # seconds: a clock that was put right by more than this
SEAL_EVERY = 5  # seconds
SEAL_ROUNDS = 20  # transactions in one turn of the sealer

log = logging.getLogger(__name__)

_OPTIONS = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}


def _clock_offset() -> float:
    """How far the machine's clock is ahead of the time that has gone by; changes when it is put right."""
    return SystemClock().now().timestamp() - elapsed()


class Worker:
    """Claims and does what is due, woken or once a tick. Losing a worker loses nothing: its claims run out.

    `heads` is the folder for the chain's daily head. While the database is away or full, or this node's clock
    does not agree with it, the worker waits and goes on by itself.
    """

    def __init__(self, pe: ProcessEngine, name: str | None = None, heads: Path | None = None) -> None:
        self.pe = pe
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self._heads = heads
        self._running = self._stopping = False
        self._held: jobs.Held = {}
        self._outside = jobs.OutsideCalls(pe, self.name)
        self._trouble: str | None = None  # what has been logged and is not over
        self._pause = TICK
        self._clock_seen: float | None = None
        self._scheduler = BackgroundScheduler(timezone="UTC")
        beside: list[tuple[Callable[[], None], float]] = [
            (self._beat, jobs.LEASE.total_seconds() / 3),
            (self._maintain, 60),
            (self._seal, SEAL_EVERY),
        ]
        self._beside = [
            self._scheduler.add_job(self._unless_away(action), "interval", seconds=seconds, **_OPTIONS)
            for action, seconds in beside
        ]
        self._offset = _clock_offset()

    def start(self) -> None:
        self._running = True
        self._begin(SystemClock().now())
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the job at hand, give back what was claimed beside it, and stop."""
        self._running, self._stopping = False, True
        self.pe.wake.set()
        self._scheduler.shutdown(wait=True)
        self._outside.finish()

    def drain(self) -> None:
        """Do everything that is due now and let calls go out; told to stop, only what has been begun."""
        while not self._stopping:
            self._outside.begin()
            if not jobs.run_due(
                self.pe, self.name, BATCH, self._held, lambda: not self._stopping, lane="inside"
            ):
                return

    def _begin(self, at: datetime) -> None:
        self._scheduler.add_job(self._work, "date", run_date=at, **_OPTIONS)

    def _work(self) -> None:
        """Work until told to stop, asleep when nothing is due: a commit of this process wakes at once.

        An error ends it and is logged by the scheduler, which begins it anew a tick later.
        """
        try:
            while self._running:
                self.pe.wake.wait(timeout=self._look())
                self.pe.wake.clear()
        finally:
            if self._running:
                self._begin(SystemClock().now() + timedelta(seconds=TICK))

    def _look(self) -> float:
        """Do what is due; returns how long to sleep at most, in seconds."""
        self._follow_clock()
        try:
            wrong = self._clock_trouble()
            rest = TICK
            if wrong is None:
                self.drain()
                rest = self._until_next()
        except (Unavailable, StorageFull) as away:
            return self._wait(str(away))
        if wrong is not None:
            return self._wait(wrong)
        if self._trouble is not None:
            log.warning("worker %s goes on", self.name)
        self._trouble, self._pause = None, TICK
        return rest

    def _until_next(self) -> float:
        """Seconds until the next job is due, a tick at most. What is due and still waits is in other hands."""
        with self.pe.database.reading() as connection:
            due = jobs.next_due(connection)
        ahead = (due - self.pe.now()).total_seconds() if due is not None else TICK
        return min(TICK, ahead) if ahead > 0 else TICK

    def _follow_clock(self) -> None:
        """The machine's clock was put right: the scheduler, which goes by it, must not wait for the old time."""
        offset = _clock_offset()
        if abs(offset - self._offset) > JUMP:
            self._offset = offset
            for beside in self._beside:
                beside.modify(next_run_time=SystemClock().now())

    def _wait(self, why: str) -> float:
        """Something outside is wrong: say so once, and look again after a pause that grows."""
        if why != self._trouble:
            log.error("worker %s waits: %s", self.name, why)
        self._trouble = why
        self._clock_seen = None
        pause, self._pause = self._pause, min(PAUSE_MOST, self._pause * 2)
        return pause

    def _clock_trouble(self) -> str | None:
        """A sentence if this node's clock may not decide what is due. Raises Unavailable."""
        if self._clock_seen is not None and elapsed() - self._clock_seen < CLOCK_EVERY:
            return None
        ahead = skew(self.pe.database, self.pe.clock)
        if not agrees(ahead):
            return f"本机时钟与数据库相差超过允许范围（{round(ahead.total_seconds())} 秒），校准后自动继续"
        self._clock_seen = elapsed()
        return None

    def _unless_away(self, action: Callable[[], None]) -> Callable[[], None]:
        """What runs beside the turn leaves it to the turn to say that the database is away."""

        def act() -> None:
            try:
                action()
            except (Unavailable, StorageFull) as away:
                log.debug("put off: %s", away)

        return act

    def _beat(self) -> None:
        jobs.heartbeat(self.pe, self._held.copy() | self._outside.held.copy())

    def _maintain(self) -> None:
        jobs.expire_messages(self.pe)
        jobs.forget_requests(self.pe)
        audit.publish(self.pe, self._heads)
        for lent in self.pe.registries.upkeep:
            lent(self.pe)

    def _seal(self) -> None:
        audit.seal_all(self.pe, SEAL_ROUNDS)
