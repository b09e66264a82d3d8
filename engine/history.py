"""What happened: the story of an instance, gathered while it moves, and what was done to the house itself.

Both are written in the transaction in which it happened; the sealer (`engine.audit`) chains them afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.bpmn import Happened
from engine.models import history
from engine.prepared import PreparedInsert

_NEW = PreparedInsert(history)

# Happenings that are only a step on the way; they share one entry, in order, as [letter, id].
_TRAIL = {"element-entered": "e", "element-completed": "c", "element-cancelled": "x", "flow-taken": "f"}


class Story:
    """The entries of one transaction, in the order in which things happened."""

    def __init__(self, at: datetime, actor: str) -> None:
        self._at, self._actor = at, actor
        self.entries: list[dict[str, Any]] = []

    def note(
        self,
        kind: str,
        root_id: int,
        instance_id: int,
        *,
        element: str | None = None,
        token: str | None = None,
        **facts: Any,
    ) -> None:
        """One entry of its own: something a person would tell."""
        self.entries.append(
            {
                "root_id": root_id,
                "instance_id": instance_id,
                "at": self._at,
                "kind": kind,
                "element": element,
                "token": token,
                "actor": self._actor,
                "facts": facts,
            }
        )

    def follow(self, root_id: int, instance_id: int, happened: Iterable[Happened]) -> None:
        """What the workflow did: everything notable in entries of its own, its path with the last of them."""
        trail: list[list[str]] = []
        for h in happened:
            letter = _TRAIL.get(h.kind)
            if letter:
                trail.append([letter, h.element])
            else:
                self.note(h.kind, root_id, instance_id, element=h.element, token=h.token, **h.facts)
        if trail:
            self._walk(root_id, instance_id, trail)

    def _walk(self, root_id: int, instance_id: int, trail: list[list[str]]) -> None:
        """The path stands with what was told last of this instance, else in an entry that tells no more."""
        last = self.entries[-1] if self.entries else None
        if last is None or last["instance_id"] != instance_id or "trail" in last["facts"]:
            self.note("moved", root_id, instance_id, trail=trail)
        else:
            last["facts"]["trail"] = trail

    def write(self, connection: Connection) -> None:
        _NEW.many(connection, self.entries)


def record(connection: Connection, at: datetime, actor: str, kind: str, **facts: Any) -> None:
    """An entry of no case: what somebody did to the house itself, in the transaction that does it."""
    _NEW.one(connection, {"at": at, "kind": kind, "actor": actor, "facts": facts})
