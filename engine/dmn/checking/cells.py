"""Which constants a cell compares its input with, read from its tree; None where that is not all it does.

A cell is *plain* when it only compares `?` with constants. Then its truth can change at these constants and
nowhere else, and asking the cell itself between them tells exactly which values it accepts. Function calls,
variables and other inputs make a cell opaque.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.feel import Environment, Expression, FeelError, UnaryTests
from engine.feel.syntax import tree
from engine.feel.values import Range, kind

PURE = frozenset({"date", "time", "date and time", "duration", "years and months duration", "number"})
"""Functions that make constants of constants."""
CONSTANT_BUDGET = 20_000
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
ASKED = "?"


@dataclass(frozen=True, slots=True)
class Cell:
    """A plain cell: the constants that its input may equal, those it is ordered against, and whether it says null."""

    tests: UnaryTests
    equals: tuple[Any, ...] = ()
    bounds: tuple[Any, ...] = ()
    names_null: bool = False

    @property
    def constants(self) -> tuple[Any, ...]:
        return self.equals + self.bounds

    @property
    def everything(self) -> bool:
        """Whether the cell is `-`."""
        node = self.tests.tree
        return isinstance(node, tree.Tests) and not node.tests

    def accepts(self, value: Any) -> bool:
        """What the engine says; a breached budget raises FeelError."""
        return self.tests.passes({ASKED: value}, Environment(budget=CONSTANT_BUDGET))


class _Opaque(Exception):
    """The tree does more than to compare with constants."""


def read_cell(tests: UnaryTests) -> Cell | None:
    """The cell, or None when it is opaque."""
    found = _Constants()
    root = tests.tree
    try:
        for test in root.tests if isinstance(root, tree.Tests) else (root,):
            found.test(test)
    except (_Opaque, FeelError):
        return None
    names_null = any(isinstance(node, tree.Literal) and node.value is None for node in tree.walk(root))
    return Cell(tests, tuple(found.equals), tuple(found.bounds), names_null)


class _Constants:
    def __init__(self) -> None:
        self.equals: list[Any] = []
        self.bounds: list[Any] = []

    def test(self, node: tree.Node) -> None:
        if isinstance(node, tree.UnaryComparison):
            self._compared(node.operator, node.operand)
        elif is_constant(node):
            self._member(value_of(node))
        else:
            self._condition(node)

    def _condition(self, node: tree.Node) -> None:
        """A condition on `?`: comparisons with constants, joined by and, or, not."""
        if isinstance(node, tree.Logical):
            for operand in node.operands:
                self._condition(operand)
        elif isinstance(node, tree.Comparison) and _is_asked(node.left):
            self._compared(node.operator, node.right)
        elif isinstance(node, tree.Comparison) and _is_asked(node.right):
            self._compared(MIRRORED.get(node.operator, node.operator), node.left)
        elif isinstance(node, tree.Between) and _is_asked(node.value):
            self._compared(">=", node.low)
            self._compared("<=", node.high)
        elif isinstance(node, tree.In) and _is_asked(node.value):
            for test in node.tests:
                self.test(test)
        elif isinstance(node, tree.Call) and _is_name(node.function, "not") and len(node.arguments) == 1:
            self._condition(node.arguments[0])
        else:
            raise _Opaque

    def _compared(self, operator: str, operand: tree.Node) -> None:
        if not is_constant(operand):
            raise _Opaque
        value = value_of(operand)
        if isinstance(value, (list, Range)):
            raise _Opaque
        if operator in MIRRORED:
            self._bound(value)
        else:
            self._member(value)

    def _member(self, value: Any) -> None:
        if isinstance(value, Range):
            self._bound(value.start)
            self._bound(value.end)
        elif isinstance(value, list):
            for item in value:
                self._member(item)
        elif value is not None and not is_plain(value):
            raise _Opaque
        elif value is not None:
            self.equals.append(value)

    def _bound(self, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, (str, bool)) or not is_plain(value):
            raise _Opaque  # the order of texts has no neighbours to show as examples
        self.bounds.append(value)


def is_plain(value: Any) -> bool:
    """Whether a value is single and lies on a line or in a set.

    A time with a zone does neither, and instants at the ends of the calendar cannot be moved to UTC.
    """
    if kind(value) == "time":
        return value.tzinfo is None
    if kind(value) == "date and time" and value.tzinfo is not None:
        return 1 < value.year < 9999
    return kind(value) not in ("null", "list", "context", "range", "function", "unknown")


def is_constant(node: tree.Node) -> bool:
    """Whether a tree is made of literals, their arithmetic, and functions that make dates and durations of them."""
    if isinstance(node, tree.Call):
        pure = isinstance(node.function, tree.Name) and node.function.name in PURE
        return pure and all(is_constant(argument) for argument in node.arguments)
    known = (tree.Literal, tree.Negation, tree.Arithmetic, tree.ListLiteral, tree.RangeLiteral)
    return isinstance(node, known) and all(is_constant(child) for child in tree.children(node))


def value_of(node: tree.Node) -> Any:
    """The value of a constant tree. Raises FeelError when it passes a bound."""
    if isinstance(node, tree.Literal):
        return node.value
    return Expression("", node).evaluate({}, Environment(budget=CONSTANT_BUDGET))


def _is_asked(node: tree.Node) -> bool:
    return _is_name(node, ASKED)


def _is_name(node: tree.Node, name: str) -> bool:
    return isinstance(node, tree.Name) and node.name == name
