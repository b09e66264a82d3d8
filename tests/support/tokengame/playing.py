"""Diagrams by number, and the smallest one that shows a difference."""

from __future__ import annotations

from functools import lru_cache

from engine.errors import Refused
from tests.support.tokengame.compare import Report, match
from tests.support.tokengame.generate import drawn
from tests.support.tokengame.shrink import shrunk
from tests.support.tokengame.tree import Sub

DRAWS = 20
SEEDS = 10
KEPT = 500


@lru_cache(maxsize=KEPT)
def played(number: int) -> Report:
    """The first diagram of a number about whose start the standard decides, played in kernel and model."""
    seeds = (f"{number}.{draw}" for draw in range(DRAWS))
    return next(report for seed in seeds if (report := match(drawn(seed), seed)).started)


def smallest(report: Report) -> Report:
    """The difference in the smallest diagram found that shows one, perhaps by other steps."""

    def found(tree: Sub) -> Report | None:
        seeds = (report.seed, *range(SEEDS))
        return next((again for seed in seeds if (again := _differing(tree, seed)) is not None), None)

    return found(shrunk(report.tree, lambda tree: found(tree) is not None)) or report


def _differing(tree: Sub, seed: object) -> Report | None:
    try:
        report = match(tree, seed)
    except (LookupError, Refused):  # what was left out of the tree is needed
        return None
    return report if report.difference else None
