"""What a decision table is made of: input clauses, output clauses and rules (DMN 1.5 §8.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.logic import Evaluation, Logic, Names, coerced
from engine.feel import UnaryTests
from engine.feel.types import Type


@dataclass(frozen=True, slots=True)
class Input:
    """An input clause: a label for people, the expression, its type and the values it may have."""

    label: str
    logic: Logic
    type: Type
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class Output:
    """An output clause; `ranked` lists the output values in the order of priority, `label` is for people."""

    name: str
    type: Type
    ranked: Logic | None
    allowed: UnaryTests | None
    default: Logic | None
    label: str = ""

    def checked(self, value: Any, evaluation: Evaluation) -> Any:
        """The value as the clause's type; null, with a reason, when it is not among the output values."""
        value = coerced(value, self.type, self.name, evaluation)
        if value is None or self.allowed is None or self.allowed.test(value, {}, evaluation.env):
            return value
        evaluation.env.null(f"决策表的输出“{self.name}”的值不在允许的范围内")
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: tests and results, and what its author wrote about it."""

    id: str | None
    tests: tuple[UnaryTests, ...]
    results: tuple[Logic, ...]
    note: str = ""
    line: int | None = None


def result_of(clauses: tuple[Output, ...], values: list[Any]) -> Any:
    """What a rule gives: one output is the value itself; several are a context."""
    if len(clauses) == 1:
        return values[0]
    return {clause.name: value for clause, value in zip(clauses, values, strict=True)}


def default_of(clauses: tuple[Output, ...], names: Names, evaluation: Evaluation) -> Any:
    """What holds when no rule matches; null without default output entries."""
    if all(clause.default is None for clause in clauses):
        return None
    values = [None if clause.default is None else clause.default.run(names, evaluation) for clause in clauses]
    return result_of(clauses, values)
