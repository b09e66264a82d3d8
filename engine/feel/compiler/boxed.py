"""Lists, contexts, ranges, half-open ranges, function definitions."""

from __future__ import annotations

from typing import Any

from engine.feel.compiler.core import Run, build, compiles, size
from engine.feel.compiler.frames import Frame, Scope
from engine.feel.environment import Environment
from engine.feel.functions import user_function
from engine.feel.inference import infer
from engine.feel.logic import ORDERED, order
from engine.feel.syntax.tree import (
    ContextLiteral,
    FunctionDefinition,
    ListLiteral,
    RangeLiteral,
    UnaryComparison,
    height,
)
from engine.feel.types import Type
from engine.feel.values import Range, kind


@compiles(ListLiteral)
def list_(node: ListLiteral, scope: Scope) -> Run:
    items = [build(item, scope) for item in node.items]
    return lambda frame: [item(frame) for item in items]


@compiles(ContextLiteral)
def context(node: ContextLiteral, scope: Scope) -> Run:
    """Later entries see the earlier ones."""
    entries: list[tuple[str, Run]] = []
    seen: frozenset[str] = frozenset()
    for key, value in zip(node.keys, node.values, strict=True):
        entries.append((key, build(value, scope.inner(seen))))
        seen |= {key}

    def run(frame: Frame) -> Any:
        names: dict[str, Any] = {}
        inner = frame.inner(names)
        for key, value in entries:
            names[key] = value(inner)
        return names

    return run


@compiles(RangeLiteral)
def range_(node: RangeLiteral, scope: Scope) -> Run:
    start, end = build(node.start, scope), build(node.end, scope)

    def run(frame: Frame) -> Any:
        return make_range(start(frame), end(frame), node.start_included, node.end_included, frame.env)

    return run


def make_range(start: Any, end: Any, first: bool, last: bool, env: Environment) -> Range | None:
    """A range whose ends can be compared; null, with a reason, otherwise."""
    for end_point in (start, end):
        if end_point is not None and kind(end_point) not in ORDERED:
            env.null("范围的两端应是可以比较大小的值")
            return None
    if start is not None and end is not None and order(start, end, env) is None:
        return None
    return Range(start, end, first, last)


@compiles(UnaryComparison)
def unary_comparison(node: UnaryComparison, scope: Scope) -> Run:
    """As a value: the range of what passes the test."""
    operand, operator = build(node.operand, scope), node.operator

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if kind(value) not in ORDERED:
            frame.env.null("范围的端点应是可以比较大小的值")
            return None
        return half_open(operator, value)

    return run


def half_open(operator: str, value: Any) -> Range:
    """The values that stand in a relation to one value."""
    if operator in ("=", "!="):
        return Range(value, value, True, True, operator)
    if operator in ("<", "<="):
        return Range(None, value, False, operator == "<=", operator)
    return Range(value, None, operator == ">=", False, operator)


@compiles(FunctionDefinition)
def function(node: FunctionDefinition, scope: Scope) -> Run:
    body = build(node.body, scope.inner(frozenset(node.parameters)))
    cost, depth, result = size(node.body) + 1, height(node.body), infer(node.body)
    result_type = Type(result) if result else None

    def run(frame: Frame) -> Any:
        return user_function(node.parameters, node.types, body, cost, depth, frame, result_type)

    return run
