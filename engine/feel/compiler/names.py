"""Names, paths, filters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.feel.builtins.registry import BUILTINS
from engine.feel.compiler.core import Run, build, compiles, size
from engine.feel.compiler.frames import MISSING, Frame, Scope
from engine.feel.environment import Environment
from engine.feel.functions import builtin_value, lent_value
from engine.feel.properties import get_property
from engine.feel.syntax.tree import Filter, Literal, Name, Negation, Path
from engine.feel.values import adopt

DIRECT = frozenset({Decimal, str, bool, list, dict})


@compiles(Name)
def name(node: Name, scope: Scope) -> Run:
    wanted = node.name
    if scope.is_root(wanted):

        def from_root(frame: Frame) -> Any:
            value = frame.root.get(wanted, MISSING)
            if type(value) in DIRECT:
                return value
            return adopt(value) if value is not MISSING else _otherwise(wanted, frame)

        return from_root

    def from_frames(frame: Frame) -> Any:
        value = frame.find(wanted)
        return adopt(value) if value is not MISSING else _otherwise(wanted, frame)

    return from_frames


def _otherwise(wanted: str, frame: Frame) -> Any:
    """A known name with a dot may still be meant as a path: `Person.Name`."""
    head, dot, rest = wanted.partition(".")
    value = frame.find(head.rstrip()) if dot else MISSING
    if value is MISSING:
        return function_or_null(wanted, frame.env)
    for part in rest.split("."):
        value = get_property(value, part.strip(), frame.env)
    return value


def function_or_null(wanted: str, env: Environment) -> Any:
    """A lent or built-in function as a value; null, with a reason, when the name means nothing."""
    if wanted in env.functions:
        return lent_value(env.functions[wanted])
    if wanted in BUILTINS:
        return builtin_value(BUILTINS[wanted])
    env.null(f"没有名为“{wanted}”的变量")
    return None


@compiles(Path)
def path(node: Path, scope: Scope) -> Run:
    source, wanted = build(node.source, scope), node.name

    def run(frame: Frame) -> Any:
        value = source(frame)
        if type(value) is dict:
            found = value.get(wanted, MISSING)
            if type(found) in DIRECT:
                return found
        return get_property(value, wanted, frame.env)

    return run


def _is_index(node: Any) -> bool:
    """Whether a filter's condition is plainly a number."""
    if isinstance(node, Negation):
        node = node.operand
    return isinstance(node, Literal) and type(node.value) is Decimal


@compiles(Filter)
def filter_(node: Filter, scope: Scope) -> Run:
    source = build(node.source, scope)
    if _is_index(node.condition):
        index = build(node.condition, scope)
        return lambda frame: item_at(_as_list(source(frame)), index(frame), frame.env)
    outer = build(node.condition, scope)
    condition = build(node.condition, scope.inner(frozenset({"item"}), is_open=True))
    cost = size(node.condition) + 1

    def run(frame: Frame) -> Any:
        items = _as_list(source(frame))
        kept: list[Any] = []
        for value in items:
            frame.env.spend(cost)
            passed = condition(item_frame(frame, adopt(value)))
            if type(passed) is Decimal:
                return item_at(items, outer(frame), frame.env)
            if passed is True:
                kept.append(adopt(value))
        return kept

    return run


def item_frame(frame: Frame, value: Any) -> Frame:
    """The frame of a filter's item: its entries first, then `item`."""
    inner = frame.inner({"item": value})
    return inner.inner(value) if type(value) is dict else inner


def _as_list(value: Any) -> list[Any]:
    if type(value) is list:
        return value
    return [] if value is None else [value]


def item_at(items: list[Any], index: Any, env: Environment) -> Any:
    """The item at a place counted from 1, or from the end with a negative place."""
    if type(index) is not Decimal or index != index.to_integral_value():
        env.null("列表的序号必须是整数")
        return None
    if not 1 <= abs(index) <= len(items):
        env.null(f"列表只有 {len(items)} 项，没有第 {index} 项" if abs(index) < 10**9 else "列表的序号太大")
        return None
    place = int(index)
    return adopt(items[place - 1 if place > 0 else place])
