"""What every evaluation must keep, counted by the tests themselves: steps, depth, sizes, calls of the host."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

from engine.feel import Environment, FeelBudgetError, FeelError, limits, to_json
from engine.feel.values import KINDS, Range

from .helpers import NOW


class Counting(Environment):
    """Counts by itself what was granted, and how deep functions went."""

    __slots__ = ("deepest", "granted", "inside")

    def __init__(self, budget: int) -> None:
        super().__init__(NOW, budget=budget)
        self.granted = self.inside = self.deepest = 0

    def spend(self, n: int = 1) -> None:
        assert n >= 0, "a step that pays back"
        super().spend(n)
        self.granted += n

    def enter(self, depth: int) -> None:
        super().enter(depth)
        self.inside += 1
        self.deepest = max(self.deepest, self.inside)

    def leave(self, depth: int) -> None:
        super().leave(depth)
        self.inside -= 1


def outcome(run: Callable[[Environment], Any], budget: int) -> tuple[Any, Counting]:
    """What an evaluation gives, a value or a FeelError, after all that can be counted was checked."""
    env = Counting(budget)
    try:
        found = run(env)
    except FeelError as error:
        found = error
        assert str(error)  # noqa: PT017
    assert env.granted <= budget
    assert env.left == budget - env.granted or isinstance(found, FeelBudgetError)
    assert env.deepest <= limits.CALL_DEPTH
    assert len(env.problems) <= limits.PROBLEMS
    assert all(type(reason) is str for reason in env.problems)
    if not isinstance(found, FeelError):
        assert env.inside == 0
        check_size(found)
        check_json(found)
    return found, env


def check_size(value: Any) -> None:
    """Every part is FEEL and within its bound, and the whole is too."""
    cells, waiting = 0, [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        kind = type(part)
        assert kind in KINDS, kind
        cells += 8
        assert cells <= limits.RESULT_CELLS
        if kind is str:
            assert len(part) <= limits.STRING_CHARACTERS
            cells += len(part)
        elif kind is Decimal:
            assert part.is_finite()
            assert len(part.as_tuple().digits) <= limits.DIGITS
        elif kind is list or kind is dict:
            assert depth <= limits.VALUE_DEPTH
            assert len(part) <= limits.LIST_ITEMS
            waiting.extend((item, depth + 1) for item in (part.values() if kind is dict else part))
        elif kind is Range:
            waiting.extend([(part.start, depth + 1), (part.end, depth + 1)])


def check_json(value: Any) -> None:
    """Only ranges and functions cannot be data."""
    try:
        to_json(value)
    except FeelError as error:
        assert "范围和函数" in str(error)  # noqa: PT017


def host_calls(work: Callable[[], Any]) -> int:
    """How many functions of the host, Python's or C's, some work calls."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        if event in ("call", "c_call"):
            calls += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls
