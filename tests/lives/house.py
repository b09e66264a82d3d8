"""The house in which lives are played: everything deployed once, all calendars entered, swept between two lives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

import assembly
from engine import bundle as bundles
from engine import jobs
from engine.actor import Actor
from engine.commands import calendar
from engine.models import (
    history,
    incident,
    instance,
    job,
    user_task,
)
from engine.rehearsal.stage import Stage
from engine.runtime import peek
from tests.lives.reckoning import SHANGHAI
from tests.lives.rest_days import FICTIONAL

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
# They begin by the clock, for the office's own year; no life depends on them.
_BY_THE_CLOCK = ("shared/calendar-year.bpmn", "shared/rule-validity-watch.bpmn")


class House(Stage):
    """A stage whose calendar outlives the sweeping, and which does nothing while nothing is due."""

    def __init__(self, scheme: str) -> None:
        files = bundles.read_folder(PROCESSES / scheme)
        kept = {name: content for name, content in files.items() if name not in _BY_THE_CLOCK}
        super().__init__(lambda clock: assembly.process_engine("sqlite://", clock, rehearsing=True), kept)
        self._contents = kept
        self._forms: dict[str, list[dict[str, Any]]] = {}
        for notice in FICTIONAL:
            calendar.load(self.pe, notice, Actor("owner"))
        with self.pe.database.reading() as connection:
            entered = self.pe.calendar(connection)
        # Sweeping takes the editions away with everything else; no life enters another, so this one stays.
        self.pe.calendar = lambda _connection: entered  # type: ignore[method-assign]

    def settle(self) -> None:
        self.move_to(self.pe.now())

    def move_to(self, target: datetime) -> None:
        while True:
            with self.pe.database.reading() as connection:
                due = jobs.next_due(connection)
            if due is None or due > target:
                break
            self.clock.set(max(due, self.pe.now()))
            if not jobs.run_due(self.pe, "lives", 32):
                break
        self.clock.set(target)

    def form(self, form: str) -> list[dict[str, Any]]:
        """The components of a form, as its file has them."""
        if form not in self._forms:
            scheme, _, name = form.partition(".")
            self._forms[form] = json.loads(self._contents[f"{scheme}/forms/{name}.form"])["components"]
        return self._forms[form]

    @property
    def now(self) -> datetime:
        return self.pe.now().astimezone(SHANGHAI)

    @property
    def today(self) -> date:
        return self.now.date()

    def rows(self, query: Any) -> Sequence[Row[Any]]:
        """What the database answers."""
        with self.pe.database.reading() as connection:
            return connection.execute(query).all()

    def tasks(self, root: int, element: str | None = None) -> Sequence[Row[Any]]:
        """The open tasks of a case, of one element or all, oldest first."""
        query = select(user_task).where(user_task.c.root_id == root, user_task.c.status == "open")
        if element is not None:
            query = query.where(user_task.c.element == element)
        return self.rows(query.order_by(user_task.c.id))

    def open(self, root: int) -> list[str]:
        """The elements of the open tasks of a case, each as often as it is open."""
        return sorted(task.element for task in self.tasks(root))

    def dues(self, root: int, element: str) -> list[datetime]:
        """When the timers of an element fall due, the first first."""
        waiting = (job.c.kind == "timer", job.c.status == "ready", job.c.element == element)
        query = select(job.c.due_at).where(job.c.root_id == root, *waiting)
        return [row[0] for row in self.rows(query.order_by(job.c.due_at))]

    def due(self, root: int, element: str) -> datetime | None:
        """When the only timer of an element falls due."""
        found = self.dues(root, element)
        assert len(found) < 2, f"{element} waits {len(found)} times"
        return found[0] if found else None

    def due_in(self, instance_id: int, element: str) -> datetime | None:
        """When a timer of one called process falls due."""
        mine = (job.c.instance_id == instance_id, job.c.status == "ready", job.c.element == element)
        return next((row[0] for row in self.rows(select(job.c.due_at).where(*mine))), None)

    def variables(self, instance_id: int) -> dict[str, Any]:
        """The variables of a case or a called process, as FEEL values."""
        with self.pe.database.reading() as connection:
            return peek(self.pe, connection, instance_id).variables()

    def opened(self, root: int, element: str) -> datetime | None:
        """When the newest task of an element was opened."""
        query = select(user_task.c.created_at).where(
            user_task.c.root_id == root, user_task.c.element == element
        )
        return next((row[0] for row in self.rows(query.order_by(user_task.c.id.desc()))), None)

    def case(self, root: int) -> Row[Any]:
        """A case's own row: status, ends, ended_at."""
        return self.rows(select(instance).where(instance.c.id == root))[0]

    def incidents(self, root: int) -> list[str]:
        """The codes of what stands still in a case."""
        query = select(incident.c.code).where(incident.c.root_id == root, incident.c.resolved_at.is_(None))
        return [row[0] for row in self.rows(query)]

    def standing_still(self) -> list[str]:
        """What stands still anywhere, with the reason."""
        query = select(incident.c.element, incident.c.message).where(incident.c.resolved_at.is_(None))
        return [f"{row.element}: {row.message}" for row in self.rows(query)]

    def letters_of(self, instance_id: int) -> list[tuple[str, datetime]]:
        """The letters and reminders of a case or a called process, with their instant."""
        query = select(history.c.facts, history.c.at).where(
            history.c.instance_id == instance_id, history.c.kind.in_(("letter", "reminder"))
        )
        return [(row.facts["template"], row.at) for row in self.rows(query.order_by(history.c.id))]

    def newest(self, process: str) -> int | None:
        """The last case of a process that began."""
        query = select(instance.c.id).where(instance.c.process_id == process, instance.c.parent_id.is_(None))
        return next((row[0] for row in self.rows(query.order_by(instance.c.id.desc()))), None)
