"""Parts of an expression that read no variable: what they give is known before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.feel import limits
from engine.feel.analysis import ASKING
from engine.feel.builtins import BUILTINS
from engine.feel.compiler import Frame, Scope, build
from engine.feel.environment import Environment
from engine.feel.errors import FeelBudgetError, FeelError
from engine.feel.syntax import tree

UNFOLDED = frozenset({"now", "today", "random number", "assert", "error"})
"""Functions whose answer changes, or whose null is wanted."""
FOLDING_STEPS = 2 * limits.STEPS
Bound = frozenset[str]
NONE: Bound = frozenset()
OPEN: Bound = frozenset({""})
"""Stands for a name that no expression can have: what holds it is never folded."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that cannot give a value: where it starts (characters from 0) and why, in Chinese."""

    position: int
    reason: str


class Folding:
    """Evaluates every closed part of one tree, innermost first, within one budget."""

    def __init__(self, taken: frozenset[str] = NONE) -> None:
        self.taken = taken
        self.left = FOLDING_STEPS
        self.faults: list[Fault] = []

    def fold(self, node: tree.Node) -> Bound:
        """The free names of a node; a fault for each smallest closed part that fails."""
        before = len(self.faults)
        free: Bound = NONE
        for child, bound in parts(node):
            free |= self.fold(child) - bound
        free |= self._own(node)
        if not free and len(self.faults) == before and not isinstance(node, PLAIN):
            self._evaluate(node)
        return free

    def _own(self, node: tree.Node) -> Bound:
        if isinstance(node, tree.Name):
            return frozenset({node.name})
        if isinstance(node, tree.Tests) or (isinstance(node, tree.Call) and self._is_open(node)):
            return OPEN
        return NONE

    def _is_open(self, node: tree.Call) -> bool:
        name = called(node)
        if name is None:
            return False
        return name not in BUILTINS or name in self.taken or name in UNFOLDED | ASKING

    def _evaluate(self, node: tree.Node) -> None:
        budget = min(limits.STEPS, self.left)
        if budget <= 0:
            return
        env = Environment(budget=budget)
        try:
            value = build(node, Scope())(Frame({}, env))
        except FeelBudgetError as error:
            if budget == limits.STEPS:
                self.faults.append(Fault(node.position, str(error)))
        except FeelError as error:
            self.faults.append(Fault(node.position, str(error)))
        except RecursionError:
            self.left = 0
        else:
            if value is None and env.problems:
                self.faults.append(Fault(node.position, env.problems[0]))
        self.left -= budget - max(env.left, 0)


PLAIN = (tree.Literal, tree.ListLiteral, tree.ContextLiteral, tree.FunctionDefinition, tree.UnaryComparison)
"""Nodes that fail only where a part of theirs does."""


def called(node: tree.Call) -> str | None:
    """The name that is called, if it is one."""
    return node.function.name if isinstance(node.function, tree.Name) else None


def parts(node: tree.Node) -> Iterator[tuple[tree.Node, Bound]]:
    """The nodes below, each with the names that the node binds there. What is only asked for is left out."""
    if isinstance(node, tree.Call):
        named = called(node)
        if named is None:
            yield node.function, NONE
        yield from ((argument, NONE) for argument in node.arguments[named in ASKING :])
    elif isinstance(node, tree.Filter):
        yield node.source, NONE
        yield node.condition, frozenset({"item"})
    elif isinstance(node, (tree.For, tree.Quantified)):
        yield from _loop(node)
    elif isinstance(node, tree.ContextLiteral):
        for place, value in enumerate(node.values):
            yield value, frozenset(node.keys[:place])
    elif isinstance(node, tree.FunctionDefinition):
        yield node.body, frozenset(node.parameters)
    elif isinstance(node, tree.In):
        yield node.value, NONE
        yield from ((test, frozenset({"?"})) for test in node.tests)
    else:
        yield from ((child, NONE) for child in tree.children(node))


def _loop(node: tree.For | tree.Quantified) -> Iterator[tuple[tree.Node, Bound]]:
    bound: Bound = NONE
    for iteration in node.iterations:
        yield iteration.source, bound
        if iteration.end is not None:
            yield iteration.end, bound
        bound |= {iteration.name}
    if isinstance(node, tree.For):
        yield node.body, bound | {"partial"}
    else:
        yield node.condition, bound


def constant(node: tree.Node, taken: frozenset[str] = NONE) -> Any:
    """The value of a tree that reads nothing from outside; None when it has none, fails or cannot be known.

    A chain of `and` is false with one false part, a chain of `or` true with one true part.
    """
    if isinstance(node, tree.Logical):
        decisive = node.operator == "or"
        values = [constant(operand, taken) for operand in node.operands]
        if any(value is decisive for value in values):
            return decisive
    folding = Folding(taken)
    if folding.fold(node) or folding.faults:
        return None
    try:
        return build(node, Scope())(Frame({}, Environment()))
    except (FeelError, RecursionError):
        return None
