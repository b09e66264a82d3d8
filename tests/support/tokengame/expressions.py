"""Expressions over a few numbers and booleans: written as FEEL for the diagram, valued in Python for the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Expr:
    """One operation: "value" and "name" hold a Python value or a variable's name, all others hold expressions."""

    op: str
    args: tuple[Any, ...] = ()

    def names(self) -> set[str]:
        """The variables it reads."""
        if self.op == "name":
            return {self.args[0]}
        return {name for arg in self.args if isinstance(arg, Expr) for name in arg.names()}


def value(constant: int | bool) -> Expr:
    """A literal."""
    return Expr("value", (constant,))


def name(variable: str) -> Expr:
    """A variable."""
    return Expr("name", (variable,))


def op(operation: str, *args: Expr) -> Expr:
    """An operation of `WRITTEN`."""
    return Expr(operation, args)


WRITTEN = {
    "plus": "({} + {})",
    "wrap": "modulo({} + {}, 7)",
    "less": "({} < {})",
    "equal": "({} = {})",
    "and": "({} and {})",
    "or": "({} or {})",
    "not": "not({})",
    "if": "(if {} then {} else {})",
}

VALUED: dict[str, Callable[..., Any]] = {
    "plus": lambda x, y: x + y,
    "wrap": lambda x, y: (x + y) % 7,
    "less": lambda x, y: x < y,
    "equal": lambda x, y: x == y,
    "and": lambda x, y: x and y,
    "or": lambda x, y: x or y,
    "not": lambda x: not x,
    "if": lambda test, yes, no: yes if test else no,
    "list": lambda *items: list(items),
}


def feel(expr: Expr) -> str:
    """The expression in FEEL, without the leading equals sign."""
    if expr.op == "value":
        return str(expr.args[0]).lower()
    if expr.op == "name":
        return str(expr.args[0])
    parts = [feel(arg) for arg in expr.args]
    if expr.op == "list":
        return f"[{', '.join(parts)}]"
    return WRITTEN[expr.op].format(*parts)


def valued(expr: Expr, read: Read) -> Any:
    """The expression's value, with `read` for variables. All operands are read, as FEEL may do."""
    if expr.op == "value":
        return expr.args[0]
    if expr.op == "name":
        return read(expr.args[0])
    return VALUED[expr.op](*(valued(arg, read) for arg in expr.args))
