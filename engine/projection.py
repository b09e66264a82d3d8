"""What a workflow waits for, gathered while it moves and written as rows together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select

from engine import signalling
from engine.bpmn import Changes, Signal, Wait
from engine.closings import HAVE_ROWS, close
from engine.db import one_at_a_time
from engine.job_rows import job_row
from engine.models import incident, job, message, signal_subscription, subscription, user_task
from engine.openings import Place, opening
from engine.refitting import refit
from engine.signalling import Thrown
from engine.task_rows import write_tasks
from engine.variable_rows import variable_rows, write_variables

# Statements are built once.
_NEW = {table: insert(table) for table in (job, subscription, signal_subscription, incident)}
_WAITING_MESSAGES = (
    select(message.c.id)
    .where(
        message.c.name == bindparam("_name"),
        message.c.correlation_key == bindparam("_key"),
        message.c.status == "waiting",
        message.c.expires_at > bindparam("_now"),
    )
    .order_by(message.c.id)
)


Key = tuple[int, str]  # instance and token


class Projection:
    """The rows of one transaction, gathered over the whole call tree and written together."""

    def __init__(self, connection: Connection, now: datetime, actor: str) -> None:
        self._connection, self._now, self._actor = connection, now, actor
        # What was opened in this transaction and is not yet written; None for what has no row.
        self._opened: dict[Key, tuple[Table, dict[str, Any]] | None] = {}
        self._jobs: list[dict[str, Any]] = []  # of no token: messages and signals on their way
        self._thrown: list[tuple[Thrown, list[Key]]] = []  # with the ears opened just before
        self._awaited: set[tuple[str, str]] = set()  # name and key of messages that may be taken now
        self._variables: list[dict[str, Any]] = []
        self._closed: dict[tuple[int, str], set[str]] = {}
        self.made_work = False

    def take(self, place: Place, changes: Changes, kinds: dict[str, str]) -> None:
        """Gather what one workflow's act changed. `kinds` (token -> kind of wait) is kept up to date."""
        for token in changes.closed:
            kind, key = kinds.pop(token, None), (place.instance_id, token)
            if key in self._opened:
                del self._opened[key]  # opened and ended in one transaction: it leaves no row
            elif kind in HAVE_ROWS:
                self._closed.setdefault((place.instance_id, kind), set()).add(token)
        for wait in changes.opened:
            kinds[wait.token] = wait.kind
            self._opened[place.instance_id, wait.token] = opening(place, wait, self._now)
        for signal in changes.signals:
            self._throw(place, signal)
        self._variables += variable_rows(place.instance_id, changes.variables)

    def call_message(self, name: str, key: str) -> None:
        """A message of this name and key that waits may be taken after this commit: it is tried again."""
        self._awaited.add((name, key))

    def refit(self, place: Place, waits: Sequence[Wait]) -> None:
        """After a migration: the rows that stood before it are those of the new version's elements."""
        stood = [wait for wait in waits if (place.instance_id, wait.token) not in self._opened]
        refit(self._connection, place, stood)

    def write(self) -> None:
        """All rows, one statement a table; the connection's transaction commits them."""
        for (instance_id, kind), tokens in self._closed.items():
            close(self._connection, kind, instance_id, tokens, self._now, self._actor)
        write_tasks(self._connection, self._rows(user_task))
        self._call_waiting_messages()
        self._throw_signals()
        written = {table: self._rows(table) for table in _NEW}
        written[job] += self._jobs
        for table, rows in written.items():
            if rows:
                self._connection.execute(_NEW[table], rows)
        write_variables(self._connection, self._variables)
        self.made_work = bool(written[job])

    def _rows(self, table: Table) -> list[dict[str, Any]]:
        return [new[1] for new in self._opened.values() if new is not None and new[0] is table]

    def _throw(self, place: Place, signal: Signal) -> None:
        """Who listens in this transaction already must be remembered now: those who come later hear nothing."""
        thrown = Thrown(signal.name, signal.payload, self._actor, place.instance_id)
        others = [key for key in self._ears(signal.name) if key[0] != place.instance_id]
        self._thrown.append((thrown, others))

    def _ears(self, name: str) -> list[Key]:
        """What was opened in this transaction and listens for the signal."""
        return [
            key
            for key, new in self._opened.items()
            if new is not None and new[0] is signal_subscription and new[1]["signal_name"] == name
        ]

    def _call_waiting_messages(self) -> None:
        """A message may have come before its receiver: one that still lives is tried again now.

        A message that finds no receiver passes here too: it sees this subscription, or is seen by it.
        """
        opened = {(r["message_name"], r["correlation_key"]) for r in self._rows(subscription)}
        for name, key in sorted(opened | self._awaited):
            one_at_a_time(self._connection, "message", name, key)
            values = {"_name": name, "_key": key, "_now": self._now}
            for number in self._connection.execute(_WAITING_MESSAGES, values).scalars():
                self._jobs.append(job_row("correlate", self._now, {"message": number}))

    def _throw_signals(self) -> None:
        """What listens at this moment hears: rows of other commits, and ears opened here before the throw."""
        names = {ear["signal_name"] for ear in self._rows(signal_subscription)}
        signalling.order(self._connection, {thrown.name for thrown, _ in self._thrown}, names)
        for thrown, ears in self._thrown:
            self._jobs += signalling.receivers(self._connection, thrown, self._now)
            still = [new[1] for key in ears if (new := self._opened.get(key)) is not None]
            self._jobs += [signalling.delivery(thrown, ear, self._now) for ear in still]
