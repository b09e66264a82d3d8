"""The type that an expression's value has if it is not null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.arithmetic import RULES
from engine.feel.known import ANYTHING, NULL, Known, Lent, element_of, joined
from engine.feel.properties import PARTS
from engine.feel.result_types import result_type
from engine.feel.syntax import tree
from engine.feel.types import Type
from engine.feel.values import kind

FIXED: dict[type[tree.Node], Type] = {
    tree.Logical: Type("boolean"),
    tree.Comparison: Type("boolean"),
    tree.Between: Type("boolean"),
    tree.In: Type("boolean"),
    tree.InstanceOf: Type("boolean"),
    tree.Quantified: Type("boolean"),
    tree.Tests: Type("boolean"),
    tree.UnaryComparison: Type("range"),
    tree.FunctionDefinition: Type("function"),
}
PART_TYPES = {"time offset": "days and time duration", "timezone": "string"}
TEMPORAL = frozenset({"date", "time", "date and time"})
SIGNED = frozenset({"number", "days and time duration", "years and months duration"})


def infer(
    node: tree.Node, lent: Lent | None = None, names: Mapping[str, Type | None] | None = None
) -> str | None:
    """The name of the type; None when it cannot be known.

    `lent` has the results of lent functions by name, `names` the types of variables.
    """
    found = type_of(node, Known(lent or {}, names or {}))
    return None if found is None or found == NULL else found.name


def type_of(node: tree.Node, known: Known) -> Type | None:
    """The type with what is known of its parts; `Null` for what is always null, None when it cannot be known."""
    fixed = FIXED.get(type(node))
    if fixed is not None:
        return fixed
    rule = RULES_OF_NODES.get(type(node))
    return rule(node, known) if rule else None


def _literal(node: tree.Literal, known: Known) -> Type | None:
    return NULL if node.value is None else Type(kind(node.value))


def _arithmetic(node: tree.Arithmetic, known: Known) -> Type | None:
    found = name_of(type_of(node.first, known))
    for operator, operand in zip(node.operators, node.operands, strict=True):
        found = calculated(operator, found, name_of(type_of(operand, known)))
    return None if found is None else Type(found)


def name_of(found: Type | None) -> str | None:
    """The type's name; None for what is not known and for null."""
    return None if found is None or found == NULL else found.name


def calculated(operator: str, a: str | None, b: str | None) -> str | None:
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


def _negation(node: tree.Negation, known: Known) -> Type | None:
    found = type_of(node.operand, known)
    return found if name_of(found) in SIGNED else None


def _if(node: tree.If, known: Known) -> Type | None:
    return joined((type_of(node.then, known), type_of(node.otherwise, known)))


def _name(node: tree.Name, known: Known) -> Type | None:
    return known.names.get(node.name)


def _list(node: tree.ListLiteral, known: Known) -> Type:
    return Type("list", joined(type_of(item, known) for item in node.items) if node.items else None)


def _context(node: tree.ContextLiteral, known: Known) -> Type:
    fields: dict[str, Type] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        found = type_of(value, known)
        fields[key] = ANYTHING if found is None or found == NULL else found
        known = known.bind({key: found})
    return Type("context", fields=tuple(fields.items()))


def _range(node: tree.RangeLiteral, known: Known) -> Type:
    return Type("range", joined((type_of(node.start, known), type_of(node.end, known))))


def _for(node: tree.For, known: Known) -> Type:
    for iteration in node.iterations:
        known = known.bind({iteration.name: turn_of(iteration, known)})
    return Type("list", type_of(node.body, known.bind({"partial": Type("list")})))


def turn_of(iteration: tree.Iteration, known: Known) -> Type | None:
    """The type that an iteration's variable has."""
    source = type_of(iteration.source, known)
    return source if iteration.end is not None else element_of(source)


def _filter(node: tree.Filter, known: Known) -> Type | None:
    """A place gives an item, a condition gives a list."""
    item = element_of(type_of(node.source, known))
    condition = name_of(type_of(node.condition, known.within(item)))
    if condition == "number":
        return item
    return Type("list", item) if condition == "boolean" else None


def _path(node: tree.Path, known: Known) -> Type | None:
    return part_of(type_of(node.source, known), node.name)


def part_of(source: Type | None, name: str) -> Type | None:
    """The type of what stands after a dot; of a list, the list of it."""
    if source is None:
        return None
    if source.name == "list":
        inner = source.element
        return Type("list", None if inner is None or inner.name == "list" else part_of(inner, name))
    if source.name == "context":
        found = dict(source.fields or ()).get(name)
        return None if found is None or found == ANYTHING else found
    if source.name == "range" and name in ("start", "end"):
        return source.element
    if name not in PARTS.get(source.name, {}):
        return None
    return Type("boolean" if source.name == "range" else PART_TYPES.get(name, "number"))


def _call(node: tree.Call, known: Known) -> Type | None:
    if not isinstance(node.function, tree.Name) or node.function.name in known.names:
        return None
    name = node.function.name
    if name in known.lent:
        result = known.lent[name]
        return None if result is None else Type(result)
    return result_type(node, name, [type_of(argument, known) for argument in node.arguments])


RULES_OF_NODES: dict[type[tree.Node], Callable[[Any, Known], Type | None]] = {
    tree.Literal: _literal,
    tree.Name: _name,
    tree.Arithmetic: _arithmetic,
    tree.Negation: _negation,
    tree.If: _if,
    tree.Call: _call,
    tree.Path: _path,
    tree.Filter: _filter,
    tree.For: _for,
    tree.ListLiteral: _list,
    tree.ContextLiteral: _context,
    tree.RangeLiteral: _range,
}
