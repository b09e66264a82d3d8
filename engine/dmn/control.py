"""Boxed conditionals, iterators and filters (DMN 1.5 §10.2.2.9 to §10.2.2.13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.dmn.logic import Evaluation, Logic, Names, Paths, without
from engine.feel.compiler.loops import values_of
from engine.feel.compiler.names import item_at
from engine.feel.limits import LIST_ITEMS
from engine.feel.values import adopt


@dataclass(frozen=True, slots=True)
class Conditional:
    """if, then, else."""

    condition: Logic
    then: Logic
    otherwise: Logic

    @property
    def variables(self) -> Paths:
        return self.condition.variables | self.then.variables | self.otherwise.variables

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        branch = self.then if self.condition.run(names, evaluation) is True else self.otherwise
        return branch.run(names, evaluation)


def _turns(variable: str, source: Logic, names: Names, evaluation: Evaluation) -> Iterator[Names] | None:
    values = values_of(source.run(names, evaluation), evaluation.env)
    if values is None:
        return None
    return ({**names, variable: value} for value in values)


@dataclass(frozen=True, slots=True)
class For:
    """A list with a value for each item; `partial` is the list so far."""

    variable: str
    source: Logic
    body: Logic

    @property
    def variables(self) -> Paths:
        return self.source.variables | without(self.body.variables, frozenset({self.variable, "partial"}))

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        turns = _turns(self.variable, self.source, names, evaluation)
        if turns is None:
            return None
        results: list[Any] = []
        for turn in turns:
            evaluation.env.spend(2 + len(turn) // 16 + len(results) // 16)
            results.append(self.body.run({**turn, "partial": list(results)}, evaluation))
            if len(results) > LIST_ITEMS:
                evaluation.env.items(len(results))
        return results


@dataclass(frozen=True, slots=True)
class Quantified:
    """some or every."""

    every: bool
    variable: str
    source: Logic
    condition: Logic

    @property
    def variables(self) -> Paths:
        return self.source.variables | without(self.condition.variables, frozenset({self.variable}))

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        turns = _turns(self.variable, self.source, names, evaluation)
        if turns is None:
            return None
        result: bool | None = self.every
        for turn in turns:
            evaluation.env.spend(2 + len(turn) // 16)
            value = self.condition.run(turn, evaluation)
            if value is (not self.every):
                return value
            if not isinstance(value, bool):
                evaluation.env.null("条件应给出是非值")
                if value is not None:
                    return None
                result = None
        return result


@dataclass(frozen=True, slots=True)
class Filter:
    """The items that match, or the one at a place."""

    source: Logic
    match: Logic

    @property
    def variables(self) -> Paths:
        return self.source.variables

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        value = self.source.run(names, evaluation)
        items = value if type(value) is list else [] if value is None else [value]
        kept: list[Any] = []
        for item in map(adopt, items):
            evaluation.env.spend(2 + len(names) // 16)
            entries = item if type(item) is dict else {}
            passed = self.match.run({**names, "item": item, **entries}, evaluation)
            if type(passed) is Decimal:
                return item_at(items, self.match.run(names, evaluation), evaluation.env)
            if passed is True:
                kept.append(item)
            elif passed is not False and passed is not None:
                evaluation.env.null("筛选的条件应给出是非值或序号")
                return None
        return kept
