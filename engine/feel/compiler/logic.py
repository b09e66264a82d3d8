"""and, or, if, comparisons, between, instance of."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from engine.feel.compiler.core import Run, build, compiles
from engine.feel.compiler.frames import Frame, Scope
from engine.feel.logic import equal, order
from engine.feel.measure import weigh
from engine.feel.syntax.tree import Between, Comparison, If, InstanceOf, Logical
from engine.feel.types import has_structure
from engine.feel.values import kind_name

ORDERS: dict[str, tuple[Callable[[Any, Any], bool], frozenset[int]]] = {
    "<": (lt, frozenset({-1})),
    "<=": (le, frozenset({-1, 0})),
    ">": (gt, frozenset({1})),
    ">=": (ge, frozenset({1, 0})),
}


@compiles(Logical)
def logical(node: Logical, scope: Scope) -> Run:
    """Three-valued: `and` is false if one operand is false, null if one is no boolean, else true."""
    operands = [build(operand, scope) for operand in node.operands]
    decisive = node.operator == "or"

    def run(frame: Frame) -> Any:
        result: bool | None = not decisive
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return decisive
            if value is not True and value is not False:
                result = None
        return result

    return run


@compiles(If)
def if_(node: If, scope: Scope) -> Run:
    condition, then, otherwise = (build(part, scope) for part in (node.condition, node.then, node.otherwise))

    def run(frame: Frame) -> Any:
        value = condition(frame)
        if value is True:
            return then(frame)
        if value is not False and value is not None:
            frame.env.null(f"“if”的条件应为是非值，却是{kind_name(value)}")
        return otherwise(frame)

    return run


@compiles(Comparison)
def comparison(node: Comparison, scope: Scope) -> Run:
    left, right = build(node.left, scope), build(node.right, scope)
    if node.operator == "=":
        return lambda frame: equal(left(frame), right(frame), frame.env)
    if node.operator == "!=":
        return lambda frame: _not(equal(left(frame), right(frame), frame.env))
    fast, accepted = ORDERS[node.operator]

    def run(frame: Frame) -> Any:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            return fast(a, b)
        found = order(a, b, frame.env)
        return None if found is None else found in accepted

    return run


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


@compiles(Between)
def between(node: Between, scope: Scope) -> Run:
    value, low, high = (build(part, scope) for part in (node.value, node.low, node.high))

    def run(frame: Frame) -> Any:
        point = value(frame)
        above = order(point, low(frame), frame.env)
        below = order(point, high(frame), frame.env)
        if above == -1 or below == 1:
            return False
        return None if above is None or below is None else True

    return run


@compiles(InstanceOf)
def instance_of(node: InstanceOf, scope: Scope) -> Run:
    value, wanted = build(node.value, scope), node.type

    def run(frame: Frame) -> Any:
        found = value(frame)
        weigh(found, wanted, frame.env)
        return has_structure(found, wanted)

    return run
