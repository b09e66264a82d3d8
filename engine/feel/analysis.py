"""What can be known of an expression without evaluating it: variables, functions, the result's type."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.feel.inference import infer
from engine.feel.syntax.tree import (
    Call,
    ContextLiteral,
    Filter,
    For,
    FunctionDefinition,
    In,
    Name,
    Node,
    Path,
    Quantified,
    children,
)

Bound = frozenset[str]
ASKING = frozenset({"is defined", "get or else"})
"""Functions whose first argument may be a name that does not exist."""


@dataclass(slots=True)
class Analysis:
    """The findings. `functions` has the first place of each called name, `reads` of each variable's path.

    What is only asked for, `is defined(x)` and `get or else(x, y)`, may be missing and is not among the reads.
    """

    variables: frozenset[tuple[str, ...]] = frozenset()
    reads: dict[tuple[str, ...], int] = field(default_factory=dict)
    item_names: frozenset[str] = frozenset()
    functions: dict[str, int] = field(default_factory=dict)
    type: str | None = None


class _Collector:
    def __init__(self) -> None:
        self.variables: set[tuple[str, ...]] = set()
        self.reads: dict[tuple[str, ...], int] = {}
        self.asking = 0
        self.item_names: set[str] = set()
        self.functions: dict[str, int] = {}

    def visit(self, node: Node, bound: Bound, in_filter: bool) -> None:
        if isinstance(node, (Name, Path)):
            self._path(node, bound, in_filter)
        elif isinstance(node, Call):
            self._call(node, bound, in_filter)
        elif isinstance(node, Filter):
            self.visit(node.source, bound, in_filter)
            self.visit(node.condition, bound | {"item"}, True)
        elif isinstance(node, (For, Quantified)):
            self._loop(node, bound, in_filter)
        elif isinstance(node, ContextLiteral):
            for key, value in zip(node.keys, node.values, strict=True):
                self.visit(value, bound, in_filter)
                bound |= {key}
        elif isinstance(node, FunctionDefinition):
            self.visit(node.body, bound | set(node.parameters), in_filter)
        else:
            inner = bound | {"?"} if isinstance(node, In) else bound
            for child in children(node):
                self.visit(child, inner, in_filter)

    def _path(self, node: Node, bound: Bound, in_filter: bool) -> None:
        names: list[str] = []
        while isinstance(node, Path):
            names.append(node.name)
            node = node.source
        if not isinstance(node, Name):
            self.visit(node, bound, in_filter)
        elif node.name in bound or node.name == "?":
            return
        elif in_filter:
            self.item_names.add(node.name)
        else:
            path = (node.name, *reversed(names))
            self.variables.add(path)
            if not self.asking:
                self.reads.setdefault(path, node.position)

    def _call(self, node: Call, bound: Bound, in_filter: bool) -> None:
        if not isinstance(node.function, Name):
            self.visit(node.function, bound, in_filter)
        elif node.function.name not in bound:
            self.functions.setdefault(node.function.name, node.function.position)
        asks = isinstance(node.function, Name) and node.function.name in ASKING
        for place, argument in enumerate(node.arguments):
            self.asking += asks and place == 0
            self.visit(argument, bound, in_filter)
            self.asking -= asks and place == 0

    def _loop(self, node: For | Quantified, bound: Bound, in_filter: bool) -> None:
        for iteration in node.iterations:
            self.visit(iteration.source, bound, in_filter)
            if iteration.end is not None:
                self.visit(iteration.end, bound, in_filter)
            bound |= {iteration.name}
        if isinstance(node, For):
            self.visit(node.body, bound | {"partial"}, in_filter)
        else:
            self.visit(node.condition, bound, in_filter)


def analyse(tree: Node) -> Analysis:
    """Variables, functions and type of a tree."""
    collector = _Collector()
    collector.visit(tree, frozenset(), False)
    return Analysis(
        frozenset(collector.variables),
        collector.reads,
        frozenset(collector.item_names),
        collector.functions,
        infer(tree),
    )
