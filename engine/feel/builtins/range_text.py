"""`range("[1..3]")`: a range read from text (DMN 1.5 §10.3.4.1)."""

from __future__ import annotations

from typing import Any

from engine.feel.arithmetic import negative
from engine.feel.builtins.registry import BUILTINS, builtin, call_builtin
from engine.feel.environment import Environment
from engine.feel.errors import FeelSyntaxError
from engine.feel.logic import order
from engine.feel.syntax.names import NameIndex
from engine.feel.syntax.parser import Parser
from engine.feel.syntax.tree import Call, Literal, Name, Negation, Node, RangeLiteral
from engine.feel.values import Range

CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})


@builtin("range", "from: string", "range")
def range_from_text(env: Environment, text: str) -> Range | None:
    """Both ends must be literals, or dates, times and durations made of a literal text; the lower one first."""
    try:
        tree = Parser(text, NameIndex(CONSTRUCTORS), {}).whole_expression()
    except FeelSyntaxError:
        tree = None
    if isinstance(tree, RangeLiteral):
        start, end = _constant(tree.start, env), _constant(tree.end, env)
        if start is not None and end is not None and order(start, end, env) in (-1, 0):
            return Range(start, end, tree.start_included, tree.end_included)
    env.null(f"“{text[:40]}”不是范围")
    return None


def _constant(node: Node, env: Environment) -> Any:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negation) and isinstance(node.operand, Literal):
        return negative(node.operand.value, env)
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in CONSTRUCTORS:
        values = [argument.value for argument in node.arguments if isinstance(argument, Literal)]
        if len(values) == len(node.arguments) == 1:
            return call_builtin(BUILTINS[node.function.name], env, values)
    return None
