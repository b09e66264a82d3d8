"""A form as a screen shows it: nodes with values, options and texts, ready to be rendered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel import Environment
from engine.forms.check import label_of
from engine.forms.component import Form
from engine.forms.nodes import Layer, Node
from engine.forms.settle import Scope, scope_of, scoped, settle
from engine.forms.templates import shown, text


def present(
    form: Form,
    context: Mapping[str, Any],
    env: Environment,
    submission: Mapping[str, Any] | None = None,
    *,
    errors: Mapping[str, str] | None = None,
) -> list[Node]:
    """The form's nodes: at first with the context's values and defaults, later with what was submitted.

    Hidden nodes are among them (`shown` is false), so that a page can reveal them. `errors` are those of
    `check`; without any, no node has a fault: a draft is shown without reproaches.
    """
    nodes = Layer(submission).lay(form.components, submission or {}, context)
    settle(nodes, context, env)
    for node, scope, _ in scoped(nodes, scope_of(nodes, context)):
        _write(node, scope, env)
        node.fault = (errors or {}).get(node.name)
        if node.bound:
            node.bound = node.fault = node.bound.knowing(label=label_of(node, scope, env))
    return nodes


def _write(node: Node, scope: Scope, env: Environment) -> None:
    component = node.component
    node.label = text(component.label, scope, env) or (label_of(node, scope, env) if component.key else "")
    node.description = text(component.description, scope, env)
    if component.type == "text":
        node.text = text(component.settings.get("text", ""), scope, env)
    elif component.type == "expression":
        node.text = shown(node.value)
    elif component.type == "table":
        node.records = _records(node, scope, env)
        node.table = [[shown(value) for value in record] for record in node.records]


def _records(node: Node, scope: Scope, env: Environment) -> list[list[Any]]:
    """The rows of a table, their values in the order of its columns."""
    expression = node.component.expression
    rows = expression.evaluate(scope, env) if expression else None
    keys = [column["key"] for column in node.component.settings.get("columns", ())]
    items = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return [[row.get(key) for key in keys] for row in items]
