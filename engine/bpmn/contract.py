"""What the kernel is handed with every act, and what it hands back: plain facts, no behaviour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.feel import LentFunction


@dataclass(frozen=True, slots=True)
class Services:
    """What an act may use. `now` is an aware instant; `decide(decision_id, context)` gives a DecisionResult.

    With `hold` an element that cannot go on by itself keeps its token as an incident; without it the
    failure is raised as ExpressionFailed and the caller drops the workflow.
    """

    now: datetime
    functions: Mapping[str, LentFunction] = field(default_factory=dict)
    decide: Callable[[str, dict[str, Any]], Any] | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """What one token waits for. `token` is unique within the instance. `facts` are JSON-able, by kind:

    user-task: name, form_id, assignee, candidate_groups, candidate_users, due_date, follow_up_date (ISO
        instants), priority, derivations
    job: type, retries, headers, variables (the input-mapped ones, as `to_json` writes them)
    timer: due_at (ISO instant, UTC), expression, derivations, provisional, irreversible, attached_to,
        interrupting, repeat (None, or every, anchor, index and left; left is None without end)
    message: name, correlation_key
    call: process_id, variables (as `to_json` writes them), propagate_all
    join: missing (ids of the flows still waited for)
    incident: code, message; with code "uncaught-error" also error, the code that nobody caught
    """

    token: str
    kind: str
    element: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to a token; history and coverage are made of these."""

    kind: str
    element: str
    token: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the whole workflow stands: "active", "completed" or "cancelled", and the end events reached."""

    state: str = "active"
    ends: tuple[str, ...] = ()


@dataclass(slots=True)
class Changes:
    """What the last acts changed. `outcome` is None while the workflow is active."""

    opened: list[Wait] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
