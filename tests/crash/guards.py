"""The house's guards, each with a way to take it away: the proof must find out every one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.request import Request, urlopen

from sqlalchemy import Connection, Row, update

from engine import once
from engine.history import Story
from engine.jobs import claiming, doing, outside
from engine.models import job
from engine.process_engine import LiveInstances, ProcessEngine
from tests.crash.ledger import Ledger


def ends_anyway(connection: Connection, row: Row[Any], now: datetime) -> None:
    """In place of the fence: a job ends with whoever comes, however old the claim is."""
    connection.execute(update(job).where(job.c.id == row.id).values(status="done", ended_at=now))


def take_unasked(self: LiveInstances, root_id: int, version: int) -> dict[int, Any]:
    """In place of the cache: a node trusts the case in its memory without asking for its version."""
    held = self._trees.pop(root_id, None)
    return held[1] if held else {}


def fence_and_memory_off(_pe: ProcessEngine) -> None:
    """Either alone is not seen: a token that was spent elsewhere stops the late one as well."""
    claiming.fence = ends_anyway
    LiveInstances.take = take_unasked  # type: ignore[method-assign]


def outbox_off(receiver: str) -> Any:
    """The other system is called in the transaction that decides it, not by a job of its commit."""

    def off(pe: ProcessEngine) -> None:
        def call_at_once(_connection: Connection, entries: Sequence[Mapping[str, Any]]) -> None:
            for entry in entries:
                if entry["kind"] == "task-completed" and entry["element"] == "a":
                    key = {"Idempotency-Key": f"laurel-job-{10**6 + entry['root_id']}"}
                    urlopen(Request(receiver, b"{}", key), timeout=60).close()

        pe.registries.listeners.append(call_at_once)

    return off


def attempts_at_failure(_pe: ProcessEngine) -> None:
    """An attempt counts when it has failed, so that one who dies of a job is never counted."""
    real = doing.claim

    def claim(pe: ProcessEngine, owner: str, limit: int, **lane: Any) -> Sequence[Row[Any]]:
        rows = real(pe, owner, limit, **lane)
        with pe.database.transaction() as connection:
            mine = update(job).where(job.c.id.in_([row.id for row in rows]))
            connection.execute(mine.values(attempts=job.c.attempts - 1))
        return rows

    doing.claim = outside.claim = claim


def once_off(_pe: ProcessEngine) -> None:
    """What is asked for twice is done twice."""
    once.answered = lambda *_args: None


def story_apart(_pe: ProcessEngine) -> None:
    """A case moves in one transaction and is told in the next."""
    real = Story.write

    def write(self: Story, connection: Connection) -> None:
        raw: Any = connection.connection.driver_connection
        connection.dialect.do_commit(raw)
        if connection.dialect.name == "sqlite":
            raw.execute("BEGIN IMMEDIATE")
        real(self, connection)

    Story.write = write  # type: ignore[method-assign]


def acknowledged_early(_pe: ProcessEngine) -> None:
    """A client is told that all is well before it is."""
    real = Ledger.means

    def means(self: Ledger, what: str, number: int) -> None:
        real(self, what, number)
        self.acknowledges(what, number)

    Ledger.means = means  # type: ignore[method-assign]
