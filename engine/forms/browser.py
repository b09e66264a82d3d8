"""What a browser posts, as a nested submission."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

MAX_ROWS: Final = 200
MAX_NAME: Final = 200  # characters of a field's name; keeps the nesting shallow
OVER: Final = "rows_over"  # stands in the one row too many for all that are left out
_SEGMENT: Final = r"[a-z][a-z0-9_]*(?:\[[0-9]{1,6}\])?"
_NAME: Final = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT})*")
_PART: Final = re.compile(r"([a-z][a-z0-9_]*)(?:\[([0-9]+)\])?")


class BrowserSubmission(dict[str, Any]):
    """A submission from a browser: fields that the form does not know are ignored, not refused."""


def from_browser(pairs: Iterable[tuple[str, str]]) -> BrowserSubmission:
    """A nested submission from names and values, as in `from_browser(request.form.items(multi=True))`.

    One convention: a field's name is its path, `applicant.name` inside a group with a path and
    `cases[0].score` in the first row of a list; errors of a check stand under the same names. A name that
    occurs several times becomes a list (checklists). Rows that posted nothing become empty rows, so that
    numbers stay true. Of more than 200 rows only 200 are read, and one that says that there were more: a check
    refuses it. Names of another shape (`csrf-token`) are left out.
    """
    submission = BrowserSubmission()
    for name, value in pairs:
        if len(name) <= MAX_NAME and _NAME.fullmatch(name):
            _put(submission, [(part[1], part[2]) for part in _PART.finditer(name)], value)
    return submission


def _put(node: dict[str, Any], parts: list[tuple[str, str | None]], value: str) -> None:
    for i, (key, index) in enumerate(parts):
        last = i == len(parts) - 1
        if index is not None:
            row = _row(node, key, int(index))
            if row is None or last:
                return
            node = row
        elif last:
            _add(node, key, value)
        else:
            child = node.setdefault(key, {})
            if not isinstance(child, dict):
                return
            node = child


def _row(node: dict[str, Any], key: str, index: int) -> dict[str, Any] | None:
    rows = node.setdefault(key, [])
    if not isinstance(rows, list):
        return None
    while len(rows) <= min(index, MAX_ROWS):
        rows.append({})
    if index >= MAX_ROWS:
        rows[MAX_ROWS] = {OVER: "1"}
        return None
    return rows[index] if isinstance(rows[index], dict) else None


def _add(node: dict[str, Any], key: str, value: str) -> None:
    """Set the value, or make a list of it when the name has occurred before."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list) and all(isinstance(item, str) for item in node[key]):
        node[key].append(value)
    elif isinstance(node[key], str):
        node[key] = [node[key], value]
