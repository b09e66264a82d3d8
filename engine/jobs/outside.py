"""Calls to the outside, each in a thread of its own: who answers slowly, or never, keeps nobody else waiting."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

from sqlalchemy import Row

from engine.errors import StorageFull, Unavailable
from engine.jobs.claiming import Held, claim
from engine.jobs.doing import run
from engine.process_engine import ProcessEngine

THREADS = 8  # calls at once, one to each receiver and one for each case

log = logging.getLogger(__name__)


class OutsideCalls:
    """The calls of one worker that are out. `held` shows their claims to its heartbeat."""

    def __init__(self, pe: ProcessEngine, owner: str) -> None:
        self.pe, self.owner = pe, owner
        self.held: Held = {}
        self._busy: set[str] = set()
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="laurel-outside")

    def begin(self) -> None:
        """Claim what is due for receivers that are free, as long as there are threads. Raises Unavailable."""
        if all(handler.kind != "outside" for handler in self.pe.registries.handlers.values()):
            return
        while free := THREADS - len(self.held):
            with self._lock:
                busy = frozenset(self._busy)
            claimed = claim(self.pe, self.owner, free, lane="outside", busy=busy)
            if not claimed:
                return
            for row in claimed:
                receiver = receiver_of(row)
                with self._lock:
                    self.held[row.id] = row.version
                    self._busy.add(receiver)
                self._pool.submit(self._call, row, receiver)

    def finish(self) -> None:
        """Wait for the calls that are out."""
        self._pool.shutdown(wait=True)

    def _call(self, row: Row[Any], receiver: str) -> None:
        try:
            run(self.pe, row)
        except (Unavailable, StorageFull) as away:
            log.debug("put off: %s", away)  # the worker's turn meets the same and says so
        finally:
            with self._lock:
                self.held.pop(row.id, None)
                self._busy.discard(receiver)
            self.pe.wake.set()


def receiver_of(row: Row[Any]) -> str:
    """As `lanes.RECEIVER`."""
    return str((row.payload.get("headers") or {}).get("receiver") or row.type)
