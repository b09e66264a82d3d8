"""One token that waits, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """One token that waits.

    `kind` is that of the wait (user-task, timer, message, signal, condition, job, join, incident, call,
    ad-hoc); `facts` are the wait's own and those of its row: `task_id`, `assignee`, `groups`, `due_at` (aware),
    `attempts` (that failed), `running`, `last_error`, `opened_at`. Of a join `missing` are the names of what it still lacks, and
    `branches` the same with where they stand now: `name`, `at` (names of elements; none: nothing can come).
    Of an ad-hoc sub-process `activities` are names of what may be begun, `choices` the same with their
    `element`, to be begun with its `token`.
    `aside` marks what may happen meanwhile (boundary events, event sub-processes) but moves nothing by itself.
    `outer` is the element of the root's diagram inside which the token stands.
    """

    kind: str
    instance_id: int
    process_id: str
    process_name: str
    element: str
    name: str
    articles: tuple[str, ...]
    outer: str
    following: tuple[str, ...]
    either: bool = True  # of several that follow only one is taken
    aside: bool = False
    attached_to: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def due_at(self) -> datetime | None:
        """When the clock or the people's time limit runs out."""
        return self.facts.get("due_at")
