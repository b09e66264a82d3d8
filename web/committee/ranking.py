"""Cases in the order of their ranks: award by award, ties shown, one moved a place up or down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.forms import Node
from engine.forms.nodes import Row
from engine.queries import cases
from web.forms.view import fixed_text
from web.house import actor, reading


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list where it stands in the order."""

    row: Row
    tied: bool  # has the same score as another case of the award


@dataclass(frozen=True, slots=True)
class Group:
    """The cases of one award, best first."""

    title: str
    places: list[Place]


def ranked(node: Node) -> list[Group]:
    """The rows of a list by award (columns `slot`, `slot_name`), in each by rank, then by score, then as they came."""
    groups: dict[str, list[Row]] = {}
    for row in node.rows:
        groups.setdefault(_award(row), []).append(row)
    return [Group(title, _places(rows)) for title, rows in groups.items()]


def moved(node: Node, index: int, step: int) -> dict[int, int]:
    """The ranks of an award, by row number, after its row `index` has gone `step` places down (-1: up)."""
    for group in ranked(node):
        order = [place.row.index for place in group.places]
        if index in order:
            here = order.index(index)
            there = min(max(here + step, 0), len(order) - 1)
            order.insert(there, order.pop(here))
            return {row: rank for rank, row in enumerate(order, start=1)}
    return {}


def dossiers(node: Node) -> dict[str, int]:
    """The cases of a list that the reader may open, by their numbers. One statement."""
    keys = {str(row.cells["key"].value) for row in node.rows if "key" in row.cells}
    with reading() as connection:
        return cases.by_keys(connection, actor(), keys)


def _places(rows: Sequence[Row]) -> list[Place]:
    scores = Counter(_value(row, "score") for row in rows)
    tied = {score for score, number in scores.items() if number > 1 and score is not None}
    return [Place(row, _value(row, "score") in tied) for row in sorted(rows, key=_order)]


def _order(row: Row) -> tuple[Decimal, Decimal, int]:
    rank, score = _value(row, "rank"), _value(row, "score")
    last = Decimal("Infinity")
    return (
        rank if isinstance(rank, Decimal) else last,
        -score if isinstance(score, Decimal) else last,
        row.index,
    )


def _award(row: Row) -> str:
    cell = row.cells.get("slot") or row.cells.get("slot_name")
    return fixed_text(cell) if cell else ""


def _value(row: Row, key: str) -> Any:
    cell = row.cells.get(key)
    return cell.value if cell else None
