"""How large a value is; what is too large is refused."""

from __future__ import annotations

from typing import Any

from engine.feel.environment import Environment
from engine.feel.errors import FeelSizeError
from engine.feel.limits import CHARACTERS_PER_STEP, RESULT_CELLS, VALUE_DEPTH
from engine.feel.types import Type


def measure(value: Any) -> int:
    """Characters plus 8 for each value, counting shared parts as often as they occur.

    Raises FeelSizeError beyond RESULT_CELLS or VALUE_DEPTH.
    """
    total, waiting = 0, [(value, 1)]
    while waiting:
        current, depth = waiting.pop()
        total += 8
        if type(current) is str:
            total += len(current)
        elif type(current) in (list, dict):
            if depth > VALUE_DEPTH:
                raise FeelSizeError(f"结果嵌套超过了 {VALUE_DEPTH} 层的上限。")
            total += _add(current, depth, waiting)
        if total + 8 * len(waiting) > RESULT_CELLS:
            raise FeelSizeError(f"结果太大：超过了 {RESULT_CELLS // 1024} KB 的上限。")
    return total


def weigh(value: Any, wanted: Type, env: Environment) -> None:
    """Pay for looking through a value, where a type makes that necessary."""
    inside = wanted.element is not None or wanted.fields is not None or wanted.allowed is not None
    if inside and type(value) in (list, dict):
        env.spend(measure(value) // CHARACTERS_PER_STEP)


def _add(container: Any, depth: int, waiting: list[tuple[Any, int]]) -> int:
    """Queue the items; the keys of a context count at once."""
    if type(container) is list:
        waiting.extend((item, depth + 1) for item in container)
        return 0
    waiting.extend((item, depth + 1) for item in container.values())
    return sum(len(key) for key in container if type(key) is str)
