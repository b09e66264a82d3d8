"""Long tables of a form: sorted by a column, a page of rows at a time; how they look travels in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from engine.forms import Node

PAGE: Final = 50  # rows, if the form says nothing else
SORTED_FROM: Final = 10  # fewer rows than this are taken in at a glance
_RANKS: Final = (Decimal, datetime, date, time, str, bool)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head: its label, how it is sorted now, and what sorts by it."""

    label: str
    sorted: str  # "", "ascending", "descending"
    query: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a table shows of its rows."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[str]]
    first: int
    total: int
    before: str  # query of the page before; empty if there is none
    after: str

    @property
    def sortable(self) -> bool:
        """Whether there are so many rows that an order helps."""
        return self.total > SORTED_FROM


def shown(node: Node, view: object) -> Shown:
    """The rows of a table node in the order and on the page that the address asks for."""
    asked_for: Mapping[str, str] = getattr(view, "looks", {})  # other pages show a table as it comes
    looks = asked_for if asked_for.get("table") == node.name else {}
    by, down = _column(looks.get("by", ""), len(node.component.settings["columns"]))
    order = list(range(len(node.table)))
    if by is not None:
        order.sort(key=lambda row: _key(node.records[row][by]), reverse=down)
        order.sort(key=lambda row: node.records[row][by] is None)
    size = _size(node.component.settings.get("rowCount"))
    last = max(0, (len(order) - 1) // size)
    number = min(_number(looks.get("page", "")), last)
    asked = looks.get("by", "") if by is not None else ""
    return Shown(
        [_head(node, place, column["label"], by, down) for place, column in enumerate(_columns(node))],
        [node.table[row] for row in order[number * size : (number + 1) * size]],
        number * size,
        len(order),
        _query(node, asked, number - 1) if number else "",
        _query(node, asked, number + 1) if number < last else "",
    )


def _columns(node: Node) -> Sequence[Mapping[str, Any]]:
    return list(node.component.settings["columns"])


def _head(node: Node, place: int, label: str, by: int | None, down: bool) -> Head:
    if place != by:
        return Head(label, "", _query(node, str(place), 0))
    return Head(
        label, "descending" if down else "ascending", _query(node, str(place) if down else f"-{place}", 0)
    )


def _query(node: Node, by: str, page: int) -> str:
    return urlencode({"table": node.name, "by": by, "page": page})


def _column(asked: str, columns: int) -> tuple[int | None, bool]:
    """The column's place and whether from the greatest down: `2`, `-2`."""
    down, digits = asked.startswith("-"), asked.removeprefix("-")
    place = _number(digits) if digits else columns
    return (place, down) if place < columns else (None, False)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _size(rows: Any) -> int:
    return (
        int(rows) if isinstance(rows, int) and not isinstance(rows, bool) and 0 < rows <= PAGE * 4 else PAGE
    )


def _key(value: Any) -> tuple[int, Any]:
    """Values of one type compare among themselves; of several types, type by type."""
    for rank, kind in enumerate(_RANKS):
        if isinstance(value, kind):
            return rank, str(value) if kind in (datetime, time) else value
    return len(_RANKS), str(value)
