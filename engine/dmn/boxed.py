"""Literal expressions, contexts, lists, relations, invocations, functions (DMN 1.5 §7.3 and §10.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.logic import Evaluation, Logic, Names, Paths, coerced, without
from engine.feel import Environment, Expression
from engine.feel.functions import arrange, call_function
from engine.feel.types import ANY, Type
from engine.feel.values import Function

NO_PATHS: Paths = frozenset()
CALL_DEPTH = 8
"""What a call counts towards the bound on nested calls."""


@dataclass(frozen=True, slots=True)
class Literal:
    """FEEL text."""

    expression: Expression

    @property
    def variables(self) -> Paths:
        return self.expression.variables

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        return self.expression.evaluate(names, evaluation.env)


@dataclass(frozen=True, slots=True)
class Typed:
    """A boxed expression whose type is declared; `owner` is the id of what it stands in."""

    logic: Logic
    type: Type
    owner: str

    @property
    def variables(self) -> Paths:
        return self.logic.variables

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        return coerced(self.logic.run(names, evaluation), self.type, self.owner, evaluation)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a boxed context; the result cell has no name."""

    name: str | None
    type: Type
    logic: Logic


@dataclass(frozen=True, slots=True)
class Context:
    """Entries that see the earlier ones; a result cell, if there is one, is the value."""

    entries: tuple[Entry, ...]

    @property
    def variables(self) -> Paths:
        found, bound = NO_PATHS, frozenset[str]()
        for entry in self.entries:
            found |= without(entry.logic.variables, bound)
            bound |= {entry.name} if entry.name else frozenset()
        return found

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        around, result = dict(names), {}
        for entry in self.entries:
            evaluation.env.spend()
            value = entry.logic.run(around, evaluation)
            if entry.name is None:
                return value
            result[entry.name] = around[entry.name] = coerced(value, entry.type, entry.name, evaluation)
        return result


@dataclass(frozen=True, slots=True)
class ListOf:
    """A boxed list."""

    items: tuple[Logic, ...]

    @property
    def variables(self) -> Paths:
        return NO_PATHS.union(*(item.variables for item in self.items))

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        return [item.run(names, evaluation) for item in self.items]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of contexts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]

    @property
    def variables(self) -> Paths:
        return NO_PATHS.union(*(cell.variables for row in self.rows for cell in row))

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        return [
            {name: cell.run(names, evaluation) for name, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call with named arguments."""

    function: Logic
    arguments: tuple[tuple[str, Logic], ...]

    @property
    def variables(self) -> Paths:
        return self.function.variables.union(*(logic.variables for _, logic in self.arguments))

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        function = self.function.run(names, evaluation)
        values = [logic.run(names, evaluation) for _, logic in self.arguments]
        if not isinstance(function, Function):
            evaluation.env.null("被调用的不是函数")
            return None
        given = arrange(function, tuple(name for name, _ in self.arguments), values, evaluation.env)
        return None if given is None else call_function(function, given, evaluation.env)


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A boxed function; also the logic of a business knowledge model."""

    parameters: tuple[str, ...]
    types: tuple[Type, ...]
    body: Logic
    name: str = ""

    @property
    def variables(self) -> Paths:
        return without(self.body.variables, frozenset(self.parameters))

    def run(self, names: Names, evaluation: Evaluation, result: Type | None = None) -> Function:
        """The function; its values are coerced to the result type if there is one."""

        def call(env: Environment, *arguments: Any) -> Any:
            env.enter(CALL_DEPTH)
            try:
                inner = names | dict(zip(self.parameters, arguments, strict=True))
                return coerced(self.body.run(inner, evaluation), result or ANY, self.name, evaluation)
            finally:
                env.leave(CALL_DEPTH)

        return Function(self.name, self.parameters, call, self.types, result)
