"""What a workflow waits for, as rows: user tasks, jobs, subscriptions, incidents, searchable variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from engine import signalling
from engine.bpmn import Changes, Definition, Wait
from engine.closings import HAVE_ROWS, close
from engine.db import one_at_a_time
from engine.job_rows import RETRIES, job_row
from engine.models import candidate, incident, job, message, signal_subscription, subscription, user_task
from engine.prepared import PreparedInsert
from engine.signalling import Thrown
from engine.variable_rows import variable_rows, write_variables

# Statements of the hot path are built once.
_NEW_TASK = PreparedInsert(user_task, user_task.c.id)
_NEW_CANDIDATE = PreparedInsert(candidate)
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


@dataclass(frozen=True, slots=True)
class Place:
    """Whose rows these are."""

    root_id: int
    instance_id: int
    definition: Definition


class Projection:
    """The rows of one transaction, gathered over the whole call tree and written together."""

    def __init__(self, connection: Connection, now: datetime, actor: str) -> None:
        self._connection, self._now, self._actor = connection, now, actor
        self._tasks: list[tuple[dict[str, Any], dict[str, list[str]]]] = []
        self._jobs: list[dict[str, Any]] = []
        self._subscriptions: list[dict[str, Any]] = []
        self._ears: list[dict[str, Any]] = []
        self._thrown: list[tuple[Thrown, list[dict[str, Any]]]] = []  # with the ears opened just before
        self._awaited: set[tuple[str, str]] = set()  # name and key of messages that may be taken now
        self._incidents: list[dict[str, Any]] = []
        self._variables: list[dict[str, Any]] = []
        self._closed: dict[tuple[int, str], set[str]] = {}
        self._fresh: set[tuple[int, str]] = set()  # opened in this transaction, not yet written
        self.made_work = False

    def take(self, place: Place, changes: Changes, kinds: dict[str, str]) -> None:
        """Gather what one workflow's act changed. `kinds` (token -> kind of wait) is kept up to date."""
        for token in changes.closed:
            kind = kinds.pop(token, None)
            if (place.instance_id, token) in self._fresh:
                self._unwrite(place.instance_id, token)
            elif kind in HAVE_ROWS:
                self._closed.setdefault((place.instance_id, kind), set()).add(token)
        for wait in changes.opened:
            kinds[wait.token] = wait.kind
            self._fresh.add((place.instance_id, wait.token))
            self._open(place, wait)
        for signal in changes.signals:
            thrown = Thrown(signal.name, signal.payload, self._actor, place.instance_id)
            others = [
                ear
                for ear in self._ears
                if ear["signal_name"] == signal.name and ear["instance_id"] != place.instance_id
            ]
            self._thrown.append((thrown, others))
        self._variables += variable_rows(place.instance_id, changes.variables)

    def call_message(self, name: str, key: str) -> None:
        """A message of this name and key that waits may be taken after this commit: it is tried again."""
        self._awaited.add((name, key))

    def refit(self, place: Place, waits: Sequence[Wait]) -> None:
        """After a migration: rows keep ids, people and dates; what the diagram alone says comes from the new one."""
        for wait in waits:
            if (place.instance_id, wait.token) not in self._fresh:
                self._refit(place, wait)

    def write(self) -> None:
        """All rows, one statement a table; the connection's transaction commits them."""
        for (instance_id, kind), tokens in self._closed.items():
            close(self._connection, kind, instance_id, tokens, self._now, self._actor)
        self._write_tasks()
        self._call_waiting_messages()
        self._throw_signals()
        for table, rows in (
            (job, self._jobs),
            (subscription, self._subscriptions),
            (signal_subscription, self._ears),
            (incident, self._incidents),
        ):
            if rows:
                self._connection.execute(_NEW[table], rows)
        write_variables(self._connection, self._variables)
        self.made_work = bool(self._jobs)

    def _unwrite(self, instance_id: int, token: str) -> None:
        """What was opened and ended in one transaction leaves no row."""

        def other(row: Mapping[str, Any]) -> bool:
            return row["instance_id"] != instance_id or row["token"] != token

        self._fresh.discard((instance_id, token))
        self._tasks = [pair for pair in self._tasks if other(pair[0])]
        for rows in (self._jobs, self._subscriptions, self._ears, self._incidents):
            rows[:] = [row for row in rows if other(row)]

    def _open(self, place: Place, wait: Wait) -> None:
        match wait.kind:
            case "user-task":
                self._open_task(place, wait)
            case "job" | "timer":
                self._open_job(place, wait)
            case "message":
                key = wait.facts["correlation_key"]
                named = {
                    "message_name": wait.facts["name"],
                    "correlation_key": "" if key is None else str(key),
                }
                self._subscriptions.append({**_at(place, wait), **named, "opened_at": self._now})
            case "signal":
                named = {"signal_name": wait.facts["name"]}
                self._ears.append({**_at(place, wait), **named, "opened_at": self._now})
            case "incident":
                told = {"code": wait.facts.get("code", "incident"), "message": wait.facts.get("message", "")}
                self._incidents.append({**_at(place, wait), **told, "opened_at": self._now})

    def _open_task(self, place: Place, wait: Wait) -> None:
        f = wait.facts
        candidates = {
            "groups": f.get("candidate_groups") or [],
            "users": f.get("candidate_users") or [],
        }
        row = {
            **_at(place, wait),
            **_drawn(place, wait),
            "process_id": place.definition.process_id,
            "assignee": f.get("assignee"),
            "candidates": candidates,
            "priority": int(f.get("priority") or 50),
            "due_at": instant(f.get("due_date")),
            "follow_up_at": instant(f.get("follow_up_date")),
            "derivations": f.get("derivations") or [],
            "status": "open",
            "created_at": self._now,
        }
        self._tasks.append((row, candidates))

    def _open_job(self, place: Place, wait: Wait) -> None:
        f = wait.facts
        timer = wait.kind == "timer"
        due = instant(f.get("due_at")) if timer else None
        self._jobs.append(
            job_row(
                "timer" if timer else "service",
                self._now,
                f,
                **_at(place, wait),
                type=f.get("type"),
                due_at=due or self._now,
                retries=RETRIES if timer else max(1, int(f.get("retries") or 3)),
                provisional=bool(f.get("provisional")),
                derivations=f.get("derivations") or [],
            )
        )

    def _refit(self, place: Place, wait: Wait) -> None:
        tables: list[Table] = [job, subscription, signal_subscription, incident]
        values: dict[str, Any] = {"element": wait.element}
        if wait.kind == "user-task":
            tables, values = [user_task, incident], _drawn(place, wait)
        for table in tables:
            mine = (table.c.instance_id == place.instance_id, table.c.token == wait.token)
            new = {name: value for name, value in values.items() if name in table.c}
            if table is job and wait.kind == "job":
                new["type"] = wait.facts.get("type")
            self._connection.execute(update(table).where(*mine).values(new))

    def _write_tasks(self) -> None:
        candidates: list[dict[str, Any]] = []
        for row, who in self._tasks:
            groups = sorted(set(who["groups"]))
            row["candidate_group"] = groups[0] if groups else None
            key = _NEW_TASK.one(self._connection, row).rows[0][0]
            pairs = {("group", g) for g in groups[1:]} | {("user", u) for u in who["users"]}
            candidates += [{"task_id": key, "kind": kind, "name": name} for kind, name in sorted(pairs)]
        _NEW_CANDIDATE.many(self._connection, candidates)

    def _call_waiting_messages(self) -> None:
        """A message may have come before its receiver: one that still lives is tried again now.

        A message that finds no receiver passes here too: it sees this subscription, or is seen by it.
        """
        opened = {(r["message_name"], r["correlation_key"]) for r in self._subscriptions}
        for name, key in sorted(opened | self._awaited):
            one_at_a_time(self._connection, "message", name, key)
            values = {"_name": name, "_key": key, "_now": self._now}
            for number in self._connection.execute(_WAITING_MESSAGES, values).scalars():
                self._jobs.append(job_row("correlate", self._now, {"message": number}))

    def _throw_signals(self) -> None:
        """What listens at this moment hears: rows of other commits, and ears opened here before the throw."""
        opened = {ear["signal_name"] for ear in self._ears}
        signalling.order(self._connection, {thrown.name for thrown, _ in self._thrown}, opened)
        for thrown, ears in self._thrown:
            self._jobs += signalling.receivers(self._connection, thrown, self._now)
            kept = {id(ear) for ear in self._ears}
            still = [ear for ear in ears if id(ear) in kept]
            self._jobs += [signalling.delivery(thrown, ear, self._now) for ear in still]


def instant(text: str | None) -> datetime | None:
    """An ISO instant as the workflow's facts carry it."""
    return datetime.fromisoformat(text) if text else None


def _at(place: Place, wait: Wait) -> dict[str, Any]:
    return {
        "root_id": place.root_id,
        "instance_id": place.instance_id,
        "token": wait.token,
        "element": wait.element,
    }


def _drawn(place: Place, wait: Wait) -> dict[str, Any]:
    """What a user task has from the diagram alone."""
    element = place.definition.elements[wait.element]
    return {
        "element": wait.element,
        "name": wait.facts.get("name") or element.name or wait.element,
        "form_id": wait.facts.get("form_id"),
        "articles": list(element.articles),
    }
