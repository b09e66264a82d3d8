"""What the floors above lend to the engine: job handlers, FEEL functions, history listeners, upkeep, purges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from engine.feel import LentFunction

Variables = Mapping[str, Any]


class BusinessError(Exception):
    """A handler's answer that the diagram is meant to catch: the code of a BPMN error, with variables."""

    def __init__(self, code: str, variables: Variables | None = None) -> None:
        self.code, self.variables = code, dict(variables or {})
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that a handler wants published in the transaction of its job."""

    name: str
    correlation_key: str
    payload: dict[str, Any]
    time_to_live: timedelta | None = None


@dataclass(slots=True)
class Assignment:
    """One job as its handler sees it. `connection` is None for handlers with outside effect."""

    type: str
    key: str  # stable over every attempt: the idempotency key for calls to the outside
    variables: Variables  # FEEL values, after input mapping
    headers: Mapping[str, str]
    root_id: int
    instance_id: int
    process_id: str
    business_key: str | None
    now: datetime
    connection: Connection | None
    outgoing: list[Outgoing] = field(default_factory=list)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (history kind, facts)


@dataclass(frozen=True, slots=True)
class JobHandler:
    """What does the work of one job type: *inside* the job's transaction, or *outside* of any."""

    type: str
    kind: Literal["inside", "outside"]
    call: Callable[[Assignment], Variables | None]
    twin: Callable[[Assignment], Variables | None] | None = None  # takes its place in rehearsals


# Destroys what an upper floor keeps of a case whose term is over, in the transaction that destroys its history, and
# tells how many of what went: {"comments": 3}.
Purge = Callable[[Connection, int], Mapping[str, int]]
Listener = Callable[[Connection, Sequence[Mapping[str, Any]]], None]


@dataclass(slots=True)
class Registries:
    """Plain registries, filled once by the assembly and by what is started, and read by everyone."""

    handlers: dict[str, JobHandler] = field(default_factory=dict)
    functions: dict[str, LentFunction] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)
    upkeep: list[Callable[[Any], object]] = field(default_factory=list)  # given the engine, each minute

    purges: list[Purge] = field(default_factory=list)

    def add_handler(self, handler: JobHandler) -> None:
        if handler.type in self.handlers:
            raise ValueError(f"two handlers for job type {handler.type!r}")
        self.handlers[handler.type] = handler
