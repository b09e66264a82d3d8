"""Where a field stands after a row of its list went, or changed places with the one above it."""

from __future__ import annotations

import re


def after(field: str, removed: str | None, moved: str | None) -> str | None:
    """The name of a field (`cases[2].proof`) once the row `removed` (`cases[1]`) has gone or `moved` has gone up.

    None if the field went with its row.
    """
    gone, up = _row(removed), _row(moved)
    stays = _without(field, *gone) if gone else field
    return _swapped(stays, *up) if up and stays else stays


def _row(place: str | None) -> tuple[str, int] | None:
    """`cases[2]`: the list and the number of its row."""
    found = re.fullmatch(r"(.+)\[([0-9]{1,3})\]", place or "")
    return (found[1], int(found[2])) if found else None


def _at(field: str, listed: str) -> tuple[int, str] | None:
    """In which row of a list a field stands, and what follows."""
    found = re.fullmatch(re.escape(f"{listed}[") + r"([0-9]{1,3})(\].*)", field)
    return (int(found[1]), found[2]) if found else None


def _without(field: str, listed: str, row: int) -> str | None:
    at = _at(field, listed)
    if at is None or at[0] < row:
        return field
    return None if at[0] == row else f"{listed}[{at[0] - 1}{at[1]}"


def _swapped(field: str, listed: str, row: int) -> str:
    at = _at(field, listed)
    if at is None or row == 0 or at[0] not in (row - 1, row):
        return field
    return f"{listed}[{2 * row - 1 - at[0]}{at[1]}"
