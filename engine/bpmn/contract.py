"""What the kernel is handed with every act, and what it hands back: plain facts, no behaviour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.feel import LentFunction


@dataclass(frozen=True, slots=True)
class Services:
    """What an act may use. `now` is an aware instant; `decide(decision_id, context)` gives the answer's
    `value` and its `record`, JSON-able facts for the history; it raises LaurelError, DmnError or FeelError.

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
    signal: name
    condition: condition (its FEEL source), variables (names of those it reads)
    call: process_id, variables (as `to_json` writes them), propagate_all
    join: missing (ids of the flows still waited for); of a complex gateway also resets, whether it has gone on
        and only collects what still comes
    ad-hoc: activities (ids of the elements that can be begun), sequential
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
class Signal:
    """A signal that was thrown. Its own instance has heard it; `payload` (JSON-able) is for all others."""

    name: str
    payload: dict[str, Any]
    element: str
    token: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the whole workflow stands: "active", "completed" or "cancelled", and the end events reached."""

    state: str = "active"
    ends: tuple[str, ...] = ()


@dataclass(slots=True)
class Changes:
    """What the last acts changed. `outcome` is None while the workflow is active.

    `renamed` tells after a migration which waiting tokens stand on an element of another id now.
    """

    opened: list[Wait] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    signals: list[Signal] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
