"""From nodes back to nested values, laid over what was known: what a form does not ask stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.forms.nodes import Node, as_mapping, inside, is_fixed


def collect(
    nodes: Sequence[Node], known: Mapping[str, Any], *, for_expressions: bool = False
) -> dict[str, Any]:
    """The values of the nodes that are shown.

    A group with a path keeps the other entries that the context has there; so do the rows of a list that
    nobody may lengthen. For expressions, hidden fields are null and readonly ones have their value.
    """
    values: dict[str, Any] = {}
    for node in nodes:
        _collect(node, known, values, for_expressions)
    return values


def _collect(node: Node, known: Mapping[str, Any], values: dict[str, Any], for_expressions: bool) -> None:
    component = node.component
    if component.type == "group":
        if node.shown or for_expressions:
            below = _open(values, known, component.path)
            inner = as_mapping(inside(known, component.path))
            below.update(collect(node.nodes, {**inner, **below}, for_expressions=for_expressions))
    elif component.type == "dynamiclist":
        if node.shown or for_expressions:
            holder = _open(values, known, component.path[:-1])
            holder[component.path[-1]] = rows_of(node, for_expressions=for_expressions)
    elif component.key is not None:
        if node.shown and (for_expressions or not _kept(node)):
            values[component.key] = node.value
        elif for_expressions:
            values[component.key] = None


def rows_of(node: Node, *, for_expressions: bool = False) -> list[dict[str, Any]]:
    """The rows of a list, each over its own prior if the list is fixed; none if the list is hidden."""
    if not node.shown:
        return []
    fixed = is_fixed(node.component)
    return [
        {**(row.prior if fixed else {}), **collect(row.nodes, row.prior, for_expressions=for_expressions)}
        for row in node.rows
    ]


def _kept(node: Node) -> bool:
    """A readonly field whose value the context already has is not written again."""
    return node.readonly and node.prior is not None


def _open(values: dict[str, Any], known: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """The mapping at a path inside the values, begun with what the context has there."""
    for name in path:
        known = as_mapping(known.get(name))
        values = values.setdefault(name, dict(known))
    return values
