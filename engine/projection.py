"""What a workflow waits for, as rows: user tasks, jobs, subscriptions, incidents, searchable variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.bpmn import Changes, Definition, Wait
from engine.db import one_at_a_time, upsert
from engine.models import candidate, incident, job, message, subscription, user_task, variable
from engine.prepared import PreparedInsert

TIMER_RETRIES = 3

# Statements of the hot path are built once.
_NEW_TASK = PreparedInsert(user_task, user_task.c.id)
_NEW_CANDIDATE = PreparedInsert(candidate)
_NEW = {table: insert(table) for table in (job, subscription, incident)}
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

_close_tasks = (
    update(user_task)
    .where(
        user_task.c.instance_id == bindparam("_instance"),
        user_task.c.token.in_(bindparam("_tokens", expanding=True)),
        user_task.c.status == "open",
    )
    .values(status="cancelled", ended_at=bindparam("_now"), ended_by=bindparam("_actor"))
)
_close_jobs = (
    update(job)
    .where(
        job.c.instance_id == bindparam("_instance"),
        job.c.token.in_(bindparam("_tokens", expanding=True)),
        job.c.status.in_(("ready", "leased", "dead")),
    )
    .values(status="cancelled", ended_at=bindparam("_now"))
)
_close_subscriptions = delete(subscription).where(
    subscription.c.instance_id == bindparam("_instance"),
    subscription.c.token.in_(bindparam("_tokens", expanding=True)),
)
_close_incidents = (
    update(incident)
    .where(
        incident.c.instance_id == bindparam("_instance"),
        incident.c.token.in_(bindparam("_tokens", expanding=True)),
        incident.c.resolved_at.is_(None),
    )
    .values(resolved_at=bindparam("_now"), resolved_by=bindparam("_actor"))
)
_CLOSERS = {
    "user-task": (_close_tasks,),
    "timer": (_close_jobs, _close_incidents),
    "message": (_close_subscriptions,),
    "job": (_close_jobs, _close_incidents),
    "incident": (_close_incidents,),
}
_TAKES = {
    _close_tasks: ("_now", "_actor"),
    _close_jobs: ("_now",),
    _close_subscriptions: (),
    _close_incidents: ("_now", "_actor"),
}


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
            elif kind in _CLOSERS:
                self._closed.setdefault((place.instance_id, kind), set()).add(token)
        for wait in changes.opened:
            kinds[wait.token] = wait.kind
            self._fresh.add((place.instance_id, wait.token))
            match wait.kind:
                case "user-task":
                    self._open_task(place, wait)
                case "job" | "timer":
                    self._open_job(place, wait)
                case "message":
                    self._open_subscription(place, wait)
                case "incident":
                    self._open_incident(place, wait)
        self._variables += variable_rows(place.instance_id, changes.variables)

    def job(self, **columns: Any) -> None:
        """A job that no token waits for: the delivery of a message."""
        self._jobs.append(self._job_row(**columns))

    def write(self) -> None:
        """All rows, one statement a table; the connection's transaction commits them."""
        common = {"_now": self._now, "_actor": self._actor}
        for (instance_id, kind), tokens in self._closed.items():
            for statement in _CLOSERS[kind]:
                values = {name: common[name] for name in _TAKES[statement]}
                self._connection.execute(
                    statement, {"_instance": instance_id, "_tokens": sorted(tokens), **values}
                )
        self._write_tasks()
        self._call_waiting_messages()
        for table, rows in (
            (job, self._jobs),
            (subscription, self._subscriptions),
            (incident, self._incidents),
        ):
            if rows:
                self._connection.execute(_NEW[table], rows)
        upsert(self._connection, variable, _last(self._variables), ("instance_id", "name"))
        self.made_work = bool(self._jobs)

    def _unwrite(self, instance_id: int, token: str) -> None:
        """What was opened and ended in one transaction leaves no row."""

        def other(row: Mapping[str, Any]) -> bool:
            return row["instance_id"] != instance_id or row["token"] != token

        self._fresh.discard((instance_id, token))
        self._tasks = [pair for pair in self._tasks if other(pair[0])]
        for rows in (self._jobs, self._subscriptions, self._incidents):
            rows[:] = [row for row in rows if other(row)]

    def _open_task(self, place: Place, wait: Wait) -> None:
        f = wait.facts
        element = place.definition.elements[wait.element]
        candidates = {
            "groups": f.get("candidate_groups") or [],
            "users": f.get("candidate_users") or [],
        }
        row = {
            "root_id": place.root_id,
            "instance_id": place.instance_id,
            "token": wait.token,
            "element": wait.element,
            "name": f.get("name") or element.name or wait.element,
            "process_id": place.definition.process_id,
            "form_id": f.get("form_id"),
            "articles": list(element.articles),
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
            self._job_row(
                kind="timer" if timer else "service",
                type=f.get("type"),
                root_id=place.root_id,
                instance_id=place.instance_id,
                token=wait.token,
                element=wait.element,
                payload=f,
                due_at=due or self._now,
                retries=TIMER_RETRIES if timer else max(1, int(f.get("retries") or 3)),
                provisional=bool(f.get("provisional")),
                derivations=f.get("derivations") or [],
            )
        )

    def _job_row(self, **columns: Any) -> dict[str, Any]:
        empty = dict.fromkeys(("type", "root_id", "instance_id", "token", "element"))
        fixed = {"status": "ready", "attempts": 0, "version": 0, "provisional": False, "derivations": []}
        return {**empty, **fixed, "due_at": self._now, "retries": 3, "created_at": self._now, **columns}

    def _open_subscription(self, place: Place, wait: Wait) -> None:
        self._subscriptions.append(
            {
                "root_id": place.root_id,
                "instance_id": place.instance_id,
                "token": wait.token,
                "element": wait.element,
                "message_name": wait.facts["name"],
                "correlation_key": str(wait.facts["correlation_key"]),
                "opened_at": self._now,
            }
        )

    def _open_incident(self, place: Place, wait: Wait) -> None:
        self._incidents.append(
            {
                "root_id": place.root_id,
                "instance_id": place.instance_id,
                "token": wait.token,
                "element": wait.element,
                "code": wait.facts.get("code", "incident"),
                "message": wait.facts.get("message", ""),
                "opened_at": self._now,
            }
        )

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
        for name, key in sorted({(r["message_name"], r["correlation_key"]) for r in self._subscriptions}):
            one_at_a_time(self._connection, "message", name, key)
            values = {"_name": name, "_key": key, "_now": self._now}
            for number in self._connection.execute(_WAITING_MESSAGES, values).scalars():
                self.job(kind="correlate", payload={"message": number})


def instant(text: str | None) -> datetime | None:
    """An ISO instant as the workflow's facts carry it."""
    return datetime.fromisoformat(text) if text else None


def variable_rows(instance_id: int, variables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Scalars, and the scalars one level inside contexts, as searchable rows."""
    for name, value in variables.items():
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(inner, dict | list):
                    yield _variable_row(instance_id, f"{name}.{key}", inner)
        elif not isinstance(value, list):
            yield _variable_row(instance_id, name, value)


def _variable_row(instance_id: int, name: str, value: Any) -> dict[str, Any]:
    row = {"instance_id": instance_id, "name": name[:200], "kind": "null"}
    row |= dict.fromkeys(("text", "number", "day", "flag"))
    match value:
        case bool():
            row |= {"kind": "boolean", "flag": value}
        case Decimal():
            row |= {"kind": "number", "number": value}
        case str():
            row |= {"kind": "string", "text": value[:2000]}
        case datetime():
            row |= {"kind": "date and time", "text": value.isoformat()}
        case date():
            row |= {"kind": "date", "day": value, "text": value.isoformat()}
        case None:
            pass
        case _:
            row |= {"kind": "other", "text": str(value)[:2000]}
    return row


def _last(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last row of each key: one statement may touch a row only once."""
    return list({(r["instance_id"], r["name"]): r for r in rows}.values())
