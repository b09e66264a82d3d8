"""What has completed and can still be undone (BPMN 2.0.2, 10.7.1).

A record is JSON-able: `of` the element, `by` the name of the spec that undoes it, and if they matter `local`,
its own variables as they were at completion, and `inside`, the records of a sub-process. It is kept with the
token that owned the activity, and only where the diagram says how to undo.
"""

from __future__ import annotations

from typing import Any

from engine.bpmn.token import Token

Record = dict[str, Any]
_KEPT = "completed"


def records_of(token: Token) -> list[Record]:
    """What completed in a scope (by its root token) or a repeated activity, the oldest first."""
    found: list[Record] = token.internal_data.get(_KEPT, [])
    return found


def keep(token: Token, records: list[Record]) -> None:
    """Let a token keep these records only."""
    if records:
        token.internal_data[_KEPT] = records
    else:
        token.internal_data.pop(_KEPT, None)


def add(token: Token, records: list[Record]) -> None:
    """Let a token keep these records as well."""
    if records:
        token.internal_data.setdefault(_KEPT, []).extend(records)


def take(root: Token, activity: str | None) -> list[Record]:
    """The scope's records of one activity (None: all), which it then keeps no more."""
    every = records_of(root)
    wanted = [r for r in every if activity in (None, r["of"])]
    keep(root, [r for r in every if activity not in (None, r["of"])])
    return wanted
