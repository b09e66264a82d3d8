"""Parts of an expression whose types can never go together, whatever the variables hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from engine.feel.arithmetic import RULES, WORDS
from engine.feel.folding import Fault, called
from engine.feel.inference import SIGNED, calculated, name_of, part_of, turn_of, type_of
from engine.feel.known import NULL, Known, element_of
from engine.feel.logic import ORDERED
from engine.feel.misfits import Functions, misfit
from engine.feel.properties import PARTS
from engine.feel.syntax import tree
from engine.feel.types import Type
from engine.feel.values import KIND_NAMES

ASKED = frozenset({"is defined", "get or else"})
EQUALITY = frozenset({"=", "!="})
SIMPLE = ORDERED | {"boolean"}


class Clashes:
    """Goes through one tree; each node is looked at with the types of the names that it sees."""

    def __init__(self, functions: Functions) -> None:
        self.functions = functions

    def find(self, node: tree.Node, known: Known) -> Iterator[Fault]:
        """All clashes of a node and below it."""
        for child, inside in seen_by(node, known):
            yield from self.find(child, inside)
        check = CHECKS.get(type(node))
        reason = check(node, known) if check else None
        if isinstance(node, tree.Call):
            reason = self._call(node, known)
        if reason:
            yield Fault(node.position, reason)

    def _call(self, node: tree.Call, known: Known) -> str | None:
        name = called(node)
        if name is None or name in known.names:
            return None
        return misfit(node, name, [type_of(argument, known) for argument in node.arguments], self.functions)


def seen_by(node: tree.Node, known: Known) -> Iterator[tuple[tree.Node, Known]]:
    """The nodes below, each with the types of the names in its sight."""
    if isinstance(node, tree.Call):
        if called(node) is None:
            yield node.function, known
        yield from ((argument, known) for argument in node.arguments[called(node) in ASKED :])
    elif isinstance(node, tree.Filter):
        yield node.source, known
        yield node.condition, known.within(element_of(type_of(node.source, known)))
    elif isinstance(node, (tree.For, tree.Quantified)):
        yield from _loop(node, known)
    elif isinstance(node, tree.ContextLiteral):
        for key, value in zip(node.keys, node.values, strict=True):
            yield value, known
            known = known.bind({key: type_of(value, known)})
    elif isinstance(node, tree.FunctionDefinition):
        yield node.body, known.bind(dict.fromkeys(node.parameters))
    elif isinstance(node, tree.In):
        yield node.value, known
        inside = known.bind({"?": type_of(node.value, known)})
        yield from ((test, inside) for test in node.tests)
    else:
        yield from ((child, known) for child in tree.children(node))


def _loop(node: tree.For | tree.Quantified, known: Known) -> Iterator[tuple[tree.Node, Known]]:
    for iteration in node.iterations:
        yield iteration.source, known
        if iteration.end is not None:
            yield iteration.end, known
        known = known.bind({iteration.name: turn_of(iteration, known)})
    if isinstance(node, tree.For):
        yield node.body, known.bind({"partial": Type("list")})
    else:
        yield node.condition, known


def chinese(name: str) -> str:
    """The type as people read it."""
    return KIND_NAMES.get(name, name)


def _arithmetic(node: tree.Arithmetic, known: Known) -> str | None:
    found = type_of(node.first, known)
    a = None if found is None else found.name
    for operator, operand in zip(node.operators, node.operands, strict=True):
        other = type_of(operand, known)
        b = None if other is None else other.name
        if "Null" in (a, b):
            return f"空值不能{WORDS[operator]}"
        if a is not None and b is not None and (operator, a, b) not in RULES:
            return f"{chinese(a)}与{chinese(b)}不能{WORDS[operator]}"
        a = calculated(operator, a, b)
    return None


def _comparison(node: tree.Comparison, known: Known) -> str | None:
    a, b = type_of(node.left, known), type_of(node.right, known)
    return _unequal(a, b) if node.operator in EQUALITY else _unordered(a, b)


def _unequal(a: Type | None, b: Type | None) -> str | None:
    if a is None or b is None or NULL in (a, b) or a.name == b.name:
        return None
    return f"{chinese(a.name)}与{chinese(b.name)}不能相互比较，结果总是空值"


def _unordered(a: Type | None, b: Type | None) -> str | None:
    if NULL in (a, b):
        return "空值不能比较大小"
    for kind in (a, b):
        if kind is not None and kind.name not in ORDERED:
            return f"{chinese(kind.name)}不能比较大小"
    if a is not None and b is not None and a.name != b.name:
        return f"{chinese(a.name)}与{chinese(b.name)}不能比较大小"
    return None


def _between(node: tree.Between, known: Known) -> str | None:
    value = type_of(node.value, known)
    return _unordered(value, type_of(node.low, known)) or _unordered(value, type_of(node.high, known))


def _in(node: tree.In, known: Known) -> str | None:
    return _tests(node, known.bind({"?": type_of(node.value, known)}))


def _tests(node: tree.In | tree.Tests, known: Known) -> str | None:
    value = known.names.get("?")
    if name_of(value) not in SIMPLE:
        return None
    return next((reason for test in node.tests if (reason := _test(test, value, known))), None)


def _test(test: tree.Node, value: Type | None, known: Known) -> str | None:
    """Why a simple value never passes a test; lists and results of true or false are left alone."""
    if isinstance(test, tree.UnaryComparison):
        operand = type_of(test.operand, known)
        return _unequal(value, operand) if test.operator in EQUALITY else _unordered(value, operand)
    found = type_of(test, known)
    if found is not None and found.name == "range":
        return None if found.element in (None, NULL) else _unordered(value, found.element)
    if found is None or found.name in ("list", "boolean", "context", "function"):
        return None
    return _unequal(value, found)


def _logical(node: tree.Logical, known: Known) -> str | None:
    word = {"and": "and（并且）", "or": "or（或者）"}[node.operator]
    for operand in node.operands:
        found = name_of(type_of(operand, known))
        if found not in (None, "boolean"):
            return f"{word}的两边应是真或假，这里有{chinese(str(found))}"
    return None


def _negation(node: tree.Negation, known: Known) -> str | None:
    found = name_of(type_of(node.operand, known))
    return None if found is None or found in SIGNED else f"{chinese(found)}不能取负"


def _condition(node: tree.If | tree.Quantified, known: Known) -> str | None:
    place, inside = list(seen_by(node, known))[0 if isinstance(node, tree.If) else -1]
    found = name_of(type_of(place, inside))
    word = "if" if isinstance(node, tree.If) else "satisfies"
    return None if found in (None, "boolean") else f"{word} 后面应是真或假，这里是{chinese(str(found))}"


def _path(node: tree.Path, known: Known) -> str | None:
    source = type_of(node.source, known)
    if source is None or part_of(source, node.name) is not None:
        return None
    if source.name == "context" and source.fields is not None:
        names = [name for name, _ in source.fields]
        return None if node.name in names else f"对象中没有“{node.name}”；有：{'、'.join(names) or '空'}"
    if source.name in ("list", "context", "Null"):
        return None
    known_parts = "、".join(PARTS.get(source.name, {}))
    return f"{chinese(source.name)}没有“{node.name}”这一项" + (f"；有：{known_parts}" if known_parts else "")


CHECKS: dict[type[tree.Node], Callable[[Any, Known], str | None]] = {
    tree.Arithmetic: _arithmetic,
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _in,
    tree.Tests: _tests,
    tree.Logical: _logical,
    tree.Negation: _negation,
    tree.If: _condition,
    tree.Quantified: _condition,
    tree.Path: _path,
}
