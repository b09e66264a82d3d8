"""The worker of one node: APScheduler is its clock, the database holds everything that is due."""

from __future__ import annotations

import os
import socket

from apscheduler.schedulers.background import BackgroundScheduler

from engine import jobs
from engine.process_engine import ProcessEngine

TICK = 0.5  # seconds: how late another node's work is seen at most


class Worker:
    """Claims and does what is due, woken or once a tick. Losing a worker loses nothing: its claims run out."""

    def __init__(self, pe: ProcessEngine, name: str | None = None) -> None:
        self.pe = pe
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self._running = self._stopping = False
        self._held: jobs.Held = {}
        self._scheduler = BackgroundScheduler(timezone="UTC")
        options = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._turn = self._scheduler.add_job(self._work, "interval", seconds=TICK, **options)
        self._scheduler.add_job(self._beat, "interval", seconds=jobs.LEASE.total_seconds() / 3, **options)
        self._scheduler.add_job(self._maintain, "interval", minutes=1, **options)

    def start(self) -> None:
        self._running = True
        self._scheduler.start()

    def stop(self) -> None:
        """Finish the job at hand and stop."""
        self._running, self._stopping = False, True
        self.pe.wake.set()
        self._scheduler.shutdown(wait=True)

    def drain(self) -> None:
        """Do everything that is due now; told to stop, only what has been claimed."""
        while not self._stopping and jobs.run_due(self.pe, self.name, held=self._held):
            pass

    def _work(self) -> None:
        """Work until told to stop, asleep when nothing is due: a commit of this process wakes at once.

        The scheduler starts this and is paused meanwhile, else it would start it again at every tick and warn
        that it runs. An error ends it and is logged; the next tick starts it anew.
        """
        self._turn.pause()
        try:
            while self._running:
                self.drain()
                self.pe.wake.wait(timeout=TICK)
                self.pe.wake.clear()
        finally:
            if self._running:
                self._turn.resume()

    def _beat(self) -> None:
        jobs.heartbeat(self.pe, self._held)

    def _maintain(self) -> None:
        jobs.expire_messages(self.pe)
        jobs.forget_requests(self.pe)
