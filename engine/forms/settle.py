"""Works out which nodes are shown, which may be edited, what may be chosen and what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from engine.feel import Environment, Expression
from engine.forms.nodes import Node, every
from engine.forms.options import options_of
from engine.forms.reading import Wrong, read
from engine.forms.values import collect, rows_of

MAX_ROUNDS: Final = 10

Scope = Mapping[str, Any]


def settle(nodes: Sequence[Node], context: Scope, env: Environment) -> None:
    """Fill in the nodes; conditions see the values of shown fields over the context, and hidden ones as null.

    Fields may depend on fields that depend on others, in any order, so it is repeated until nothing moves;
    conditions that contradict each other stop after ten rounds as they then stand.
    """
    for node in every(nodes):
        _read(node)
    before: list[Any] = []
    for _ in range(MAX_ROUNDS):
        for node, scope, under_hidden in scoped(nodes, scope_of(nodes, context)):
            _place(node, scope, env, under_hidden)
        now = [(node.shown, node.readonly, node.value) for node in every(nodes)]
        if now == before:
            return
        before = now


def scope_of(nodes: Sequence[Node], context: Scope) -> dict[str, Any]:
    """What the form's expressions see outside lists."""
    return {**context, **collect(nodes, context, for_expressions=True)}


def scoped(nodes: Sequence[Node], scope: Scope, hidden: bool = False) -> Iterator[tuple[Node, Scope, bool]]:
    """Every node with what its expressions see and whether something around it is hidden.

    In a list's row these are the row's own fields, `this` (the row), `parent` (what is seen outside it) and
    `i` (the row numbers from 1, outermost first), besides everything outside.
    """
    for node in nodes:
        yield node, scope, hidden
        yield from scoped(node.nodes, scope, hidden or not node.shown)
        data = rows_of(node, for_expressions=True)
        for number, row in enumerate(node.rows, start=1):
            own = data[number - 1] if data else {}
            numbers = [*scope.get("i", ()), Decimal(number)] if "this" in scope else [Decimal(number)]
            inner = {**scope, **own, "this": own, "parent": scope, "i": numbers}
            yield from scoped(row.nodes, inner, hidden or not node.shown)


def _place(node: Node, scope: Scope, env: Environment, under_hidden: bool) -> None:
    component = node.component
    node.shown = not under_hidden and not _is_true(component.hide, scope, env)
    node.readonly = _is_true(component.readonly, scope, env)
    if component.choices:
        node.options = options_of(component.choices, scope, env)
    if component.type == "expression" and component.expression:
        node.value = component.expression.evaluate(scope, env)
    _read(node)


def _read(node: Node) -> None:
    component = node.component
    if not component.is_input:
        return
    try:
        node.value, node.fault = read(component, _sent(node), node.options), None
    except Wrong as error:
        node.value, node.fault = None, error.sentence


def _sent(node: Node) -> Any:
    """What counts as sent: for a readonly field the value that is known, else its default."""
    if not node.readonly:
        return node.raw
    return node.component.default if node.prior is None else node.prior


def _is_true(condition: bool | Expression | None, scope: Scope, env: Environment) -> bool:
    if isinstance(condition, Expression):
        return condition.evaluate(scope, env) is True
    return condition is True
