"""A million sources: each gives a value or a FeelError, and keeps the budgets of steps, depth and size."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.support.deep import DEEP, count
from tests.unit.feel.generated import run_part

SEED = 20261121
PART = 20_000
"""So many sources of one seed; the parts of a deep run are shared by two processes."""
AMOUNTS = {
    "grown": count("FEEL expressions grown from the grammar", 6_000, 420_000, SEED),
    "mutated": count("FEEL expressions mutated", 6_000, 420_000, SEED),
    "tests": count("FEEL unary tests grown from the grammar", 1_500, 60_000, SEED),
    "text": count("scraps and signs as FEEL", 1_500, 20_000, SEED),
}


@pytest.mark.parametrize("kind", AMOUNTS)
def test_a_value_or_an_error_within_the_budgets(kind: str) -> None:
    parts = [(kind, SEED + n, size) for n, size in enumerate(_sizes(AMOUNTS[kind]))]
    found: Counter[str] = Counter()
    for outcomes in _each(parts):
        found += outcomes
    assert found.total() == AMOUNTS[kind]
    assert SEEN[kind] <= found.keys(), found


SEEN = {
    "grown": {"NoneType", "bool", "Decimal", "str", "list", "dict", "Range", "timedelta", "FeelBudgetError"},
    "mutated": {"NoneType", "bool", "Decimal", "str", "list", "dict", "Range", "FeelSyntaxError"},
    "tests": {"bool", "FeelSyntaxError"},
    "text": {"NoneType", "Decimal", "str", "FeelSyntaxError"},
}
"""Outcomes that must occur, or the sources would be too tame."""


def _sizes(total: int) -> list[int]:
    return [min(PART, total - start) for start in range(0, total, PART)]


def _each(parts: list[tuple[str, int, int]]) -> Iterator[Counter[str]]:
    if not DEEP:
        yield from map(run_part, parts)
        return
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(run_part, parts)
