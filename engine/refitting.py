"""After a migration: rows keep ids, people and dates; what the diagram alone says comes from the new one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, update

from engine.bpmn import Wait
from engine.models import incident, job, signal_subscription, subscription, user_task
from engine.openings import Place, drawn

_ROWS = {"timer": job, "job": job, "message": subscription, "signal": signal_subscription}
_MOST = 500  # tokens named in one statement: a database takes only so many parameters


def refit(connection: Connection, place: Place, waits: Iterable[Wait]) -> None:
    """Change the rows of tokens that wait; those that wait for the same at one element together."""
    alike: defaultdict[tuple[Any, ...], list[Wait]] = defaultdict(list)
    for wait in waits:
        said = (wait.facts.get(name) for name in ("name", "form_id", "type"))
        alike[wait.kind, wait.element, *said].append(wait)
    for group in alike.values():
        for first in range(0, len(group), _MOST):
            _refit(connection, place, group[first : first + _MOST])


def _refit(connection: Connection, place: Place, waits: list[Wait]) -> None:
    """All of these wait for the same at one element; what hangs on a token's trouble moves with it."""
    wait = waits[0]
    moved = {"element": wait.element}
    if wait.kind == "user-task":
        _change(connection, place, waits, user_task, drawn(place, wait))
    elif wait.kind in _ROWS:
        kind = {"type": wait.facts.get("type")} if wait.kind == "job" else {}
        _change(connection, place, waits, _ROWS[wait.kind], {**moved, **kind})
    _change(connection, place, waits, incident, moved)


def _change(connection: Connection, place: Place, waits: list[Wait], table: Any, values: Any) -> None:
    mine = (table.c.instance_id == place.instance_id, table.c.token.in_([wait.token for wait in waits]))
    connection.execute(update(table).where(*mine).values(values))
