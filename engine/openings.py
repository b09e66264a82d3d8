"""What begins with a token's wait: its user task, job, subscription or incident, as a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from engine.bpmn import Definition, Wait
from engine.job_rows import PRIORITY, RETRIES, job_row
from engine.models import incident, job, signal_subscription, subscription, user_task


@dataclass(frozen=True, slots=True)
class Place:
    """Whose rows these are."""

    root_id: int
    scheme: str
    instance_id: int
    definition: Definition


def opening(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]] | None:
    """The row of a wait and the table it belongs to; None for what nothing outside answers by a row."""
    make = _MAKERS.get(wait.kind)
    return None if make is None else make(place, wait, now)


def drawn(place: Place, wait: Wait) -> dict[str, Any]:
    """What a user task has from the diagram alone."""
    element = place.definition.elements[wait.element]
    return {
        "element": wait.element,
        "name": wait.facts.get("name") or element.name or wait.element,
        "form_id": wait.facts.get("form_id"),
        "articles": list(element.articles),
    }


def _task(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    f = wait.facts
    groups = sorted(set(f.get("candidate_groups") or []))
    return user_task, {
        **_at(place, wait),
        **drawn(place, wait),
        "process_id": place.definition.process_id,
        "scheme": place.scheme,
        "assignee": f.get("assignee"),
        "candidates": {"groups": f.get("candidate_groups") or [], "users": f.get("candidate_users") or []},
        "candidate_group": groups[0] if groups else None,
        "priority": int(f.get("priority") or 50),
        "due_at": _instant(f.get("due_date")),
        "follow_up_at": _instant(f.get("follow_up_date")),
        "derivations": f.get("derivations") or [],
        "status": "open",
        "created_at": now,
    }


def _timer(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    f = wait.facts
    return job, job_row(
        "timer",
        now,
        f,
        **_at(place, wait),
        due_at=datetime.fromisoformat(f["due_at"]),
        retries=RETRIES,
        priority=_priority(place, wait),
        provisional=f["provisional"],
        derivations=f["derivations"],
    )


def _service(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    f = wait.facts
    retries = max(1, int(f.get("retries") or RETRIES))
    own = {"type": f.get("type"), "retries": retries, "priority": _priority(place, wait)}
    return job, job_row("service", now, f, **_at(place, wait), **own)


def _message(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    key = wait.facts["correlation_key"]
    named = {"message_name": wait.facts["name"], "correlation_key": "" if key is None else str(key)}
    return subscription, {**_at(place, wait), **named, "opened_at": now}


def _signal(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    return signal_subscription, {**_at(place, wait), "signal_name": wait.facts["name"], "opened_at": now}


def _incident(place: Place, wait: Wait, now: datetime) -> tuple[Table, dict[str, Any]]:
    told = {"code": wait.facts.get("code", "incident"), "message": wait.facts.get("message", "")}
    return incident, {**_at(place, wait), **told, "opened_at": now}


_MAKERS: Mapping[str, Callable[[Place, Wait, datetime], tuple[Table, dict[str, Any]]]] = {
    "user-task": _task,
    "timer": _timer,
    "job": _service,
    "message": _message,
    "signal": _signal,
    "incident": _incident,
}


def _at(place: Place, wait: Wait) -> dict[str, Any]:
    return {
        "root_id": place.root_id,
        "instance_id": place.instance_id,
        "token": wait.token,
        "element": wait.element,
    }


def _priority(place: Place, wait: Wait) -> int:
    """The property `job-priority` of the element or of its process: 0 to 999, the higher the sooner."""
    own, whole = place.definition.elements[wait.element].properties, place.definition.properties
    return int(own.get("job-priority", whole.get("job-priority", PRIORITY)))


def _instant(text: str | None) -> datetime | None:
    """An ISO instant as the workflow's facts carry it."""
    return datetime.fromisoformat(text) if text else None
