"""How points and ranges lie to each other (DMN 1.5 §10.3.4.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.logic import order
from engine.feel.values import Range

POINT = "number|string|date|time|instant|days|months"


class Incomparable(Exception):
    """The ends cannot be compared."""


def _order(a: Any, b: Any, env: Environment) -> int:
    found = order(a, b, env)
    if found is None:
        raise Incomparable
    return found


def _lower(a: Range, b: Range, env: Environment) -> int:
    """Which range begins first: -1, 0 or 1."""
    if a.start is None or b.start is None:
        return (a.start is not None) - (b.start is not None)
    return _order(a.start, b.start, env) or b.start_included - a.start_included


def _upper(a: Range, b: Range, env: Environment) -> int:
    """Which range ends first: -1, 0 or 1."""
    if a.end is None or b.end is None:
        return (a.end is None) - (b.end is None)
    return _order(a.end, b.end, env) or a.end_included - b.end_included


def _gap(a: Range, b: Range, env: Environment) -> int:
    """-1 if a ends before b begins, 0 if they touch in one point that both have, 1 if they overlap."""
    if a.end is None or b.start is None:
        return 1
    found = _order(a.end, b.start, env)
    return found if found else 0 if a.end_included and b.start_included else -1


def point_range(point: Any) -> Range:
    """A point as the range that holds nothing else."""
    return Range(point, point)


def before(a: Range, b: Range, env: Environment) -> bool:
    """Whether a ends before b begins."""
    return _gap(a, b, env) < 0


def includes(a: Range, b: Range, env: Environment) -> bool:
    """Whether b lies within a."""
    return _lower(a, b, env) <= 0 and _upper(a, b, env) >= 0


def meets(a: Range, b: Range, env: Environment) -> bool:
    """Whether a ends in the very point in which b begins, and both have it."""
    return a.end is not None and b.start is not None and _gap(a, b, env) == 0


def overlaps(a: Range, b: Range, env: Environment) -> bool:
    """Whether there is a point that both have."""
    return _gap(a, b, env) >= 0 and _gap(b, a, env) >= 0


def overlaps_before(a: Range, b: Range, env: Environment) -> bool:
    """Whether a begins first, overlaps b and does not end after it."""
    return _lower(a, b, env) < 0 and _gap(a, b, env) >= 0 and _upper(a, b, env) <= 0


def finishes(a: Range, b: Range, env: Environment) -> bool:
    """Whether a lies within b and ends where b ends."""
    return _lower(b, a, env) <= 0 and _upper(a, b, env) == 0


def starts(a: Range, b: Range, env: Environment) -> bool:
    """Whether a lies within b and begins where b begins."""
    return _lower(a, b, env) == 0 and _upper(a, b, env) <= 0


def coincides(a: Range, b: Range, env: Environment) -> bool:
    """Whether both have the same ends."""
    return _lower(a, b, env) == 0 == _upper(a, b, env)


def _relation(
    name: str, relation: Callable[[Range, Range, Environment], bool], parameters: str, swap: bool
) -> None:
    @builtin(name, parameters, "boolean")
    def related(env: Environment, first: Any, second: Any) -> bool | None:
        a, b = (x if isinstance(x, Range) else point_range(x) for x in (first, second))
        try:
            return relation(b, a, env) if swap else relation(a, b, env)
        except Incomparable:
            return None


BOTH = "range1: range, range2: range"
POINTS = f"point1: {POINT}, point2: {POINT}"
POINT_RANGE = f"point: {POINT}, range: range"
RANGE_POINT = f"range: range, point: {POINT}"

for _forms, _name, _rule, _swap in (
    ((POINTS, POINT_RANGE, RANGE_POINT, BOTH), "before", before, False),
    ((POINTS, POINT_RANGE, RANGE_POINT, BOTH), "after", before, True),
    ((BOTH,), "meets", meets, False),
    ((BOTH,), "met by", meets, True),
    ((BOTH,), "overlaps", overlaps, False),
    ((BOTH,), "overlaps before", overlaps_before, False),
    ((BOTH,), "overlaps after", overlaps_before, True),
    ((POINT_RANGE, BOTH), "finishes", finishes, False),
    ((RANGE_POINT, BOTH), "finished by", finishes, True),
    ((RANGE_POINT, BOTH), "includes", includes, False),
    ((POINT_RANGE, BOTH), "during", includes, True),
    ((POINT_RANGE, BOTH), "starts", starts, False),
    ((RANGE_POINT, BOTH), "started by", starts, True),
    ((POINTS, BOTH), "coincides", coincides, False),
):
    for _form in _forms:
        _relation(_name, _rule, _form, _swap)
