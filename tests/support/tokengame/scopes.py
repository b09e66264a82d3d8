"""Variables in scopes, as the dialect has them: read from the nearest, written to the nearest that has the name."""

from __future__ import annotations

from collections.abc import Mapping as Values
from typing import Any

from tests.support.tokengame.expressions import Expr, valued
from tests.support.tokengame.strands import Strands
from tests.support.tokengame.tree import Mapping


class Scope:
    """One scope inside another; the root has no outer one. `instance`: that of one instance of a multi-instance."""

    def __init__(self, outer: Scope | None, strands: Strands, instance: bool = False) -> None:
        self.outer = outer
        self.instance = instance
        self.strands = strands
        self.own: dict[str, Any] = {}

    def holder(self, name: str) -> Scope:
        """The nearest scope that has the name, else the root."""
        scope = self
        while name not in scope.own and scope.outer is not None:
            scope = scope.outer
        return scope

    def read(self, name: str) -> Any:
        """The variable's value. Raises KeyError if no scope has it: a fault of the generator."""
        holder = self.holder(name)
        self.strands.touch((holder, name), writes=False)
        return holder.own[name]

    def write(self, name: str, value: Any) -> None:
        """Propagate a value upward by name."""
        holder = self.holder(name)
        self.strands.touch((holder, name), writes=True)
        holder.own[name] = value

    def value(self, expr: Expr) -> Any:
        """An expression's value here."""
        return valued(expr, self.read)

    def visible(self) -> dict[str, Any]:
        """Everything that can be read here."""
        return {**(self.outer.visible() if self.outer else {}), **self.own}

    def take(self, mappings: tuple[Mapping, ...]) -> None:
        """Input mappings, in order, from what can be read here into this very scope; a later one sees an earlier."""
        for source, target in mappings:
            self.own[target] = self.value(source)

    def hand_out(self, outputs: tuple[Mapping, ...], values: Values[str, Any]) -> None:
        """What came of an element whose scope this is: by its output mappings, or by name where it has none.

        With mappings the values stay here, and the mapped ones go upward from the outer scope; those of an
        instance of a multi-instance from its own scope, as in Camunda 8.
        """
        if not outputs:
            for name, value in values.items():
                self.write(name, value)
            return
        self.own.update(values)
        mapped = [(target, self.value(source)) for source, target in outputs]
        above = self if self.instance or self.outer is None else self.outer
        for target, value in mapped:
            above.write(target, value)
