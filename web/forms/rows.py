"""Drafts and posts laid over each other; rows of lists added and removed without a script."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any

from engine.forms import MAX_ROWS

MARK = (
    "row_here"  # posted by every row on the page, so that an empty one is not lost while it is being filled
)
IGNORED = frozenset({"csrf_token"})
_PART = re.compile(r"([a-z][a-z0-9_]*)(?:\[([0-9]{1,3})\])?")


def merged(before: Mapping[str, Any], posted: Mapping[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """What was posted over the draft: fields that were not on the page keep their entries.

    `shown` names the fields on the page that post nothing when nothing is chosen (boxes, choices).
    """
    content = deepcopy(dict(before))
    for name in shown:
        _drop(content, name)
    _lay(content, {key: value for key, value in posted.items() if key not in IGNORED})
    return content


def changed(
    content: Mapping[str, Any], add: str | None, remove: str | None, move: str | None = None
) -> dict[str, Any]:
    """The entries with an empty row more in the list `add`, or without the row `remove` (`cases[2]`).

    `move` names a row that changes places with the one above it.
    """
    result = deepcopy(dict(content))
    if add:
        rows = _find(result, add, make=True)
        if isinstance(rows, list) and len(rows) < MAX_ROWS:
            rows.append({MARK: "1"})
    if remove and (index := re.search(r"\[([0-9]{1,3})\]$", remove)):
        rows = _find(result, remove[: index.start()])
        if isinstance(rows, list) and int(index[1]) < len(rows):
            del rows[int(index[1])]
    if move and (index := re.search(r"\[([0-9]{1,3})\]$", move)):
        rows, at = _find(result, move[: index.start()]), int(index[1])
        if isinstance(rows, list) and 0 < at < len(rows):
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return result


def bounded(content: dict[str, Any]) -> dict[str, Any]:
    """The entries without the rows that no list may have: the page has said that they were too many."""
    return {key: _bounded(value) for key, value in content.items()}


def _bounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bounded(inner) for key, inner in value.items()}
    return [_bounded(row) for row in value[:MAX_ROWS]] if _is_rows(value) else value


def without_marks(content: Any) -> Any:
    """The entries as they are submitted: rows in which nothing was filled are empty again."""
    if isinstance(content, Mapping):
        return {key: without_marks(value) for key, value in content.items() if key != MARK}
    return [without_marks(item) for item in content] if isinstance(content, list) else content


def look_up(content: Any, name: str) -> Any:
    """The entry at a field's path; None if there is none."""
    for key, index in _parts(name):
        content = content.get(key) if isinstance(content, Mapping) else None
        if index is not None:
            content = content[index] if isinstance(content, list) and index < len(content) else None
    return content


def _lay(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(below.get(key), dict):
            _lay(below[key], value)
        elif _is_rows(value) and _is_rows(below.get(key)):
            old = below[key]
            for number, row in enumerate(value):
                if number < len(old):
                    _lay(old[number], row)
                else:
                    old.append(dict(row))
        else:
            below[key] = value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _drop(content: dict[str, Any], name: str) -> None:
    before, _, last = name.rpartition(".")
    holder = look_up(content, before) if before else content
    if isinstance(holder, dict):
        holder.pop(last, None)


def _find(content: dict[str, Any], name: str, *, make: bool = False) -> Any:
    """The list at a path; with `make` an empty one is put there."""
    before, _, last = name.rpartition(".")
    holder = look_up(content, before) if before else content
    if not isinstance(holder, dict):
        return None
    return holder.setdefault(last, []) if make else holder.get(last)


def _parts(name: str) -> list[tuple[str, int | None]]:
    return [(part[1], int(part[2]) if part[2] else None) for part in _PART.finditer(name)]
