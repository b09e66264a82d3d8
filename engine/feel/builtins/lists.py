"""List functions that take lists apart and put them together; sort (DMN 1.5 §10.3.4.4 and §10.3.4.9)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.feel import limits
from engine.feel.builtins.registry import builtin
from engine.feel.environment import Environment
from engine.feel.errors import FeelSizeError
from engine.feel.functions import call_function
from engine.feel.logic import equal, order
from engine.feel.values import Function


def _holds(items: Iterable[Any], value: Any, env: Environment) -> bool:
    return any(_same(item, value, env) for item in items)


def _same(a: Any, b: Any, env: Environment) -> bool:
    env.spend()
    return equal(a, b, env) is True


@builtin("list contains", "list: list, element: any", "boolean")
def list_contains(env: Environment, items: list[Any], element: Any) -> bool:
    """Whether an item equals the element; null is found too."""
    return _holds(items, element, env)


@builtin("list replace", "list: list, position: number, newItem: any", "list")
def list_replace_at(env: Environment, items: list[Any], position: Decimal, new: Any) -> list[Any] | None:
    """The list with another item at a place; null when there is no such place."""
    place = _place(items, position, env)
    return None if place is None else [*items[:place], new, *items[place + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any", "list")
def list_replace_where(env: Environment, items: list[Any], match: Function, new: Any) -> list[Any] | None:
    """`match(item, newItem)` tells which items are replaced."""
    result = []
    for item in items:
        replaced = call_function(match, [item, new], env)
        if not isinstance(replaced, bool):
            env.null("list replace 的函数应给出是非值")
            return None
        result.append(new if replaced else item)
    return result


def _place(items: list[Any], position: Decimal, env: Environment) -> int | None:
    """The index of a place counted from 1, or from the end with a negative one; fractions are cut off."""
    if 1 <= abs(position) < len(items) + 1:
        return int(position) - 1 if position > 0 else len(items) + int(position)
    env.null("列表中没有这个位置")
    return None


@builtin("sublist", "list: list, start position: number, length?: number?", "list")
def sublist(
    env: Environment, items: list[Any], start: Decimal, length: Decimal | None = None
) -> list[Any] | None:
    """So many items from a place on; null when the list is shorter."""
    place = _place(items, start, env)
    if place is None or (length is not None and not 1 <= length <= len(items) - place):
        env.null("sublist 的范围超出了列表")
        return None
    return items[place:] if length is None else items[place : place + int(length)]


@builtin("append", "list: list, item...: any", "list")
def append(env: Environment, items: list[Any], *more: Any) -> list[Any]:
    """The list with items after it."""
    env.items(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "list...: list", "list")
def concatenate(env: Environment, *lists: list[Any]) -> list[Any]:
    """The lists one after another."""
    env.items(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, newItem: any", "list")
def insert_before(env: Environment, items: list[Any], position: Decimal, new: Any) -> list[Any] | None:
    """The list with an item before a place; null when there is no such place."""
    place = _place(items, position, env)
    if place is None:
        return None
    env.items(len(items) + 1)
    return [*items[:place], new, *items[place:]]


@builtin("remove", "list: list, position: number", "list")
def remove(env: Environment, items: list[Any], position: Decimal) -> list[Any] | None:
    """The list without the item at a place; null when there is no such place."""
    place = _place(items, position, env)
    return None if place is None else [*items[:place], *items[place + 1 :]]


@builtin("reverse", "list: list", "list")
def reverse(env: Environment, items: list[Any]) -> list[Any]:
    """The list from its end."""
    return items[::-1]


@builtin("index of", "list: list, match: any", "list")
def index_of(env: Environment, items: list[Any], match: Any) -> list[Decimal]:
    """The places, from 1, of all items that equal the match."""
    return [Decimal(place) for place, item in enumerate(items, 1) if _same(item, match, env)]


@builtin("union", "list...: list", "list")
def union(env: Environment, *lists: list[Any]) -> list[Any]:
    """The lists one after another without repetitions."""
    return distinct_values(env, concatenate(env, *lists))


@builtin("distinct values", "list: list", "list")
def distinct_values(env: Environment, items: list[Any]) -> list[Any]:
    """The first of each of the items that are equal."""
    kept: list[Any] = []
    for item in items:
        if not _holds(kept, item, env):
            kept.append(item)
    return kept


@builtin("duplicate values", "list: list", "list")
def duplicate_values(env: Environment, items: list[Any]) -> list[Any]:
    """The values that occur more than once, each once (Camunda)."""
    repeated = [item for place, item in enumerate(items) if _holds(items[:place], item, env)]
    return distinct_values(env, repeated)


@builtin("flatten", "list: list", "list")
def flatten(env: Environment, items: list[Any]) -> list[Any]:
    """The items of all lists inside one another. Raises FeelSizeError when they lie too deep."""
    flat: list[Any] = []
    _flatten(items, flat, env, 0)
    return flat


def _flatten(items: list[Any], flat: list[Any], env: Environment, depth: int) -> None:
    if depth > limits.VALUE_DEPTH:
        raise FeelSizeError(f"列表嵌套超过了 {limits.VALUE_DEPTH} 层，已停止计算。")
    for item in items:
        env.spend()
        if type(item) is list:
            _flatten(item, flat, env, depth + 1)
        else:
            flat.append(item)
    if len(flat) > limits.LIST_ITEMS:
        env.items(len(flat))


@builtin("partition", "list: list, size: number", "list")
def partition(env: Environment, items: list[Any], size: Decimal) -> list[list[Any]] | None:
    """The list cut into lists of a size (Camunda)."""
    if size < 1:
        env.null("partition 的大小应至少为 1")
        return None
    step = int(min(size, Decimal(len(items) or 1)))
    return [items[start : start + step] for start in range(0, len(items), step)]


@builtin("sort", "list: list, precedes?: function?", "list")
def sort(env: Environment, items: list[Any], precedes: Function | None = None) -> list[Any] | None:
    """By a function that tells whether one item precedes another; without one, from the smallest."""
    if precedes is None:
        return _sorted_naturally(items, env)

    def compare(a: Any, b: Any) -> int:
        if call_function(precedes, [a, b], env) is True:
            return -1
        return 1 if call_function(precedes, [b, a], env) is True else 0

    return sorted(items, key=cmp_to_key(compare))


def _sorted_naturally(items: list[Any], env: Environment) -> list[Any] | None:
    doubtful = False

    def compare(a: Any, b: Any) -> int:
        nonlocal doubtful
        env.spend()
        found = order(a, b, env)
        doubtful = doubtful or found is None
        return found or 0

    result = sorted(items, key=cmp_to_key(compare))
    return None if doubtful else result
