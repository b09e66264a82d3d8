"""The stage: an in-memory house with a lent clock, deployed once and swept clean before each story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from engine import bundle as bundles
from engine import starts
from engine.actor import Actor
from engine.bpmn import Services
from engine.clock import LentClock
from engine.commands import deployments
from engine.db import metadata
from engine.models import GUARDED, definition, deployment, resource, signal_start, start_subscription
from engine.process_engine import LiveInstances, ProcessEngine
from engine.registries import Assignment, JobHandler, Variables
from engine.rehearsal.passing import pass_time, settle

_KEPT = (deployment, resource, definition, start_subscription, signal_start)
OWNER = Actor("process-owner")


class Stage:
    """One house for many rehearsals."""

    def __init__(self, make_engine: Callable[[LentClock], ProcessEngine], files: Mapping[str, bytes]) -> None:
        self.clock = LentClock(datetime.fromisoformat("2026-01-05T09:00:00+08:00"))
        self.pe = make_engine(self.clock)
        self.pe.database.create_tables()
        deployments.deploy(self.pe, files, OWNER)
        self.bundle = bundles.read(files)
        self._handlers = dict(self.pe.registries.handlers)

    def sweep(self, at: datetime) -> None:
        """Forget everything but the deployed definitions, and put the clock on `at`."""
        with self.pe.database.transaction() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            metadata.drop_all(connection, GUARDED)  # nothing may be deleted from these
            for table in reversed(metadata.sorted_tables):
                if table not in (*_KEPT, *GUARDED):
                    connection.execute(delete(table))
            metadata.create_all(connection, GUARDED)
        self.pe.live = LiveInstances()
        self.pe.forget_calendar()
        self.pe.registries.handlers = dict(self._handlers)
        self.clock.set(at)
        self._wind_clocks()

    def _wind_clocks(self) -> None:
        """Processes that begin by the clock count from the beginning of the story."""
        with self.pe.database.transaction() as connection:
            services = Services(now=self.pe.now(), functions=self.pe.functions(connection))
            for process in self.bundle.definitions:
                deployed = self.pe.definitions.newest(connection, process)
                starts.wind(connection, deployed.definition, deployed.id, services)

    def play_handlers(self, when: Mapping[str, Mapping[str, Any]]) -> None:
        """Let job types answer what the story says instead of doing their work."""
        for job_type, result in when.items():
            self.pe.registries.handlers[job_type] = JobHandler(job_type, "inside", _answering(result))

    def fail(self, times: Mapping[str, int]) -> None:
        """Let the handler of a job type fail so many times before it works."""
        for job_type, count in times.items():
            handler = self.pe.registries.handlers[job_type]
            self.pe.registries.handlers[job_type] = JobHandler(
                job_type, handler.kind, _failing(handler, count)
            )

    def settle(self) -> None:
        """Do everything that is due now."""
        settle(self.pe)

    def move_to(self, target: datetime) -> None:
        """Let time pass until `target`."""
        pass_time(self.pe, self.clock, target)


def _answering(result: Mapping[str, Any]) -> Callable[[Assignment], Variables | None]:
    return lambda _assignment: dict(result)


def _failing(handler: JobHandler, count: int) -> Callable[[Assignment], Variables | None]:
    left = [count]

    def call(assignment: Assignment) -> Variables | None:
        if left[0] > 0:
            left[0] -= 1
            raise ConnectionError("rehearsed failure")
        return (handler.twin or handler.call)(assignment)

    return call
