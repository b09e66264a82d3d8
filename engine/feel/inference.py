"""The type that an expression's value has if it is not null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.arithmetic import RULES
from engine.feel.builtins import BUILTINS
from engine.feel.properties import PARTS
from engine.feel.syntax import tree
from engine.feel.temporal import parse_duration
from engine.feel.values import kind

Lent = Mapping[str, str | None]
NOTHING_LENT: Lent = {}

FIXED: dict[type[tree.Node], str] = {
    tree.Logical: "boolean",
    tree.Comparison: "boolean",
    tree.Between: "boolean",
    tree.In: "boolean",
    tree.InstanceOf: "boolean",
    tree.Quantified: "boolean",
    tree.Tests: "boolean",
    tree.For: "list",
    tree.ListLiteral: "list",
    tree.ContextLiteral: "context",
    tree.RangeLiteral: "range",
    tree.UnaryComparison: "range",
    tree.FunctionDefinition: "function",
}
PART_TYPES = {"time offset": "days and time duration", "timezone": "string"}
TEMPORAL = frozenset({"date", "time", "date and time"})


def infer(node: tree.Node, lent: Lent = NOTHING_LENT) -> str | None:
    """The name of the type; None when it cannot be known. `lent` has the results of lent functions by name."""
    fixed = FIXED.get(type(node))
    if fixed is not None:
        return fixed
    rule = RULES_OF_NODES.get(type(node))
    return rule(node, lent) if rule else None


def _literal(node: tree.Literal, lent: Lent) -> str | None:
    return None if node.value is None else kind(node.value)


def _arithmetic(node: tree.Arithmetic, lent: Lent) -> str | None:
    found = infer(node.first, lent)
    for operator, operand in zip(node.operators, node.operands, strict=True):
        found = _result(operator, found, infer(operand, lent))
    return found


def _result(operator: str, a: str | None, b: str | None) -> str | None:
    """What an operator gives: from both types, or from one where that is enough."""
    if operator == "**":
        return "number"
    if a is not None and b is not None and (operator, a, b) not in RULES:
        return None
    if a == b == "number":
        return "number"
    if operator in "+-" and a in TEMPORAL and b is not None:
        return "days and time duration" if b in TEMPORAL else a
    if operator == "+" and "string" in (a, b):
        return "string"
    if operator == "+" and b in TEMPORAL:
        return b
    if operator in "+-" and a is not None and a == b:
        return a
    if operator in "*/" and a is not None and b is not None:
        return "number" if a == b else a if a != "number" else b
    return None


def _if(node: tree.If, lent: Lent) -> str | None:
    then, otherwise = infer(node.then, lent), infer(node.otherwise, lent)
    if _is_null(node.then):
        return otherwise
    return then if then == otherwise or _is_null(node.otherwise) else None


def _is_null(node: tree.Node) -> bool:
    return isinstance(node, tree.Literal) and node.value is None


def _call(node: tree.Call, lent: Lent) -> str | None:
    if not isinstance(node.function, tree.Name):
        return None
    if node.function.name in lent:
        return lent[node.function.name]
    entry = BUILTINS.get(node.function.name)
    if entry is None:
        return None
    results = {overload.signature.result for overload in entry.overloads}
    if len(results) == 1 and None not in results:
        return results.pop()
    return _duration(node) if entry.name == "duration" else None


def _duration(node: tree.Call) -> str | None:
    """`duration("P1D")` of a literal is known by its text."""
    argument = node.arguments[0] if node.arguments else None
    if isinstance(argument, tree.Literal) and isinstance(argument.value, str):
        length = parse_duration(argument.value)
        return None if length is None else kind(length)
    return None


def _path(node: tree.Path, lent: Lent) -> str | None:
    source = infer(node.source, lent)
    if source not in PARTS or node.name not in PARTS[source] or source == "range":
        return None
    return PART_TYPES.get(node.name, "number")


RULES_OF_NODES: dict[type[tree.Node], Callable[[Any, Lent], str | None]] = {
    tree.Literal: _literal,
    tree.Arithmetic: _arithmetic,
    tree.Negation: lambda node, lent: infer(node.operand, lent),
    tree.If: _if,
    tree.Call: _call,
    tree.Path: _path,
}
