"""The order of a ranking: by rank, else by score; ties told; one case moved a place."""

from __future__ import annotations

from decimal import Decimal

from engine.forms import Node, present
from tests.unit.forms.build import env, field, form
from web.committee.ranking import moved, ranked

Line = tuple[str, str, int | None, int | None]  # key, award, score, rank


def listed(*lines: Line) -> Node:
    """The list of cases as its page shows it."""
    columns = [
        field("textfield", "key", readonly=True),
        field("textfield", "slot", readonly=True),
        field("number", "score", readonly=True),
        field("number", "rank"),
    ]
    rows = {"type": "dynamiclist", "id": "list", "path": "proposal", "allowAddRemove": False}
    context = [
        {"key": key, "slot": slot, "score": _number(score), "rank": _number(rank)}
        for key, slot, score, rank in lines
    ]
    (node,) = present(form({**rows, "components": columns}), {"proposal": context}, env())
    return node


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def order(node: Node) -> list[list[str]]:
    return [[p.row.cells["key"].posted + ("=" if p.tied else "") for p in g.places] for g in ranked(node)]


def test_awards_stand_apart_and_ranks_count_before_scores() -> None:
    node = listed(
        ("a", "gold", 700, 3), ("b", "top", 650, None), ("c", "gold", 710, 1), ("d", "gold", 690, 2)
    )
    assert order(node) == [["c", "d", "a"], ["b"]]


def test_without_ranks_the_score_decides_and_ties_are_told() -> None:
    node = listed(("a", "gold", 700, None), ("b", "gold", 720, None), ("c", "gold", 700, None))
    assert order(node) == [["b", "a=", "c="]]
    # The same score in another award is no tie; no score is none either.
    assert order(listed(("a", "gold", 700, 1), ("b", "top", 700, 1))) == [["a"], ["b"]]
    assert order(listed(("a", "gold", None, 1), ("b", "gold", None, 1))) == [["a", "b"]]


def test_a_case_moves_a_place_and_its_award_is_numbered_anew() -> None:
    node = listed(("a", "gold", 700, 1), ("b", "gold", 700, 1), ("c", "gold", 690, 3), ("d", "top", 1, 1))
    assert moved(node, 0, 1) == {1: 1, 0: 2, 2: 3}
    assert moved(node, 2, -1) == {0: 1, 2: 2, 1: 3}
    # At the edge it stays, and what was equal is numbered all the same.
    assert moved(node, 0, -1) == {0: 1, 1: 2, 2: 3}
    assert moved(node, 9, 1) == {}
