"""The table of node handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.compiler.frames import Frame, Scope
from engine.feel.syntax.tree import Node, walk

Run = Callable[[Frame], Any]
Handler = Callable[[Any, Scope], Run]

HANDLERS: dict[type[Node], Handler] = {}


def compiles(*nodes: type[Node]) -> Callable[[Handler], Handler]:
    """Register a handler for kinds of nodes."""

    def register(handler: Handler) -> Handler:
        for node in nodes:
            HANDLERS[node] = handler
        return handler

    return register


def build(node: Node, scope: Scope) -> Run:
    """The closure of a node."""
    return HANDLERS[type(node)](node, scope)


def size(node: Node) -> int:
    """What one evaluation of a node costs at most, repetitions apart: its number of nodes."""
    return sum(1 for _ in walk(node))
