"""Decision tables (DMN 1.5 §8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.hits import Hit, HitPolicy, settle
from engine.dmn.logic import Evaluation, Logic, MatchedRule, Names, Paths, coerced
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
    """An output clause; `ranked` lists the output values in the order of priority."""

    name: str
    type: Type
    ranked: Logic | None
    allowed: UnaryTests | None
    default: Logic | None

    def checked(self, value: Any, evaluation: Evaluation) -> Any:
        """The value as the clause's type; null, with a reason, when it is not among the output values."""
        value = coerced(value, self.type, self.name, evaluation)
        if value is None or self.allowed is None or self.allowed.test(value, {}, evaluation.env):
            return value
        evaluation.env.null(f"决策表的输出“{self.name}”的值不在允许的范围内")
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: tests and results."""

    id: str | None
    tests: tuple[UnaryTests, ...]
    results: tuple[Logic, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table; `owner` is the id of the decision or business knowledge model that has it."""

    owner: str
    policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    @property
    def variables(self) -> Paths:
        found = frozenset[tuple[str, ...]]().union(*(clause.logic.variables for clause in self.inputs))
        for rule in self.rules:
            found = found.union(
                *(test.variables for test in rule.tests), *(logic.variables for logic in rule.results)
            )
        return found

    def run(self, names: Names, evaluation: Evaluation) -> Any:
        values = self._inputs(names, evaluation)
        if values is None:
            return None
        hits = self._hits(values, names, evaluation)
        chosen, value = settle(self.policy, hits, self, names, evaluation)
        evaluation.matched.extend(self._report(hit, values) for hit in chosen)
        return value

    def _inputs(self, names: Names, evaluation: Evaluation) -> list[Any] | None:
        values = []
        for clause in self.inputs:
            value = coerced(clause.logic.run(names, evaluation), clause.type, clause.label, evaluation)
            if clause.allowed is not None and not clause.allowed.test(value, names, evaluation.env):
                evaluation.env.null(f"决策表的输入“{clause.label}”的值不在允许的范围内")
                return None
            values.append(value)
        return values

    def _hits(self, values: list[Any], names: Names, evaluation: Evaluation) -> list[Hit]:
        around = [{**names, "?": value} for value in values]
        env, first_only = evaluation.env, self.policy.name == "FIRST"
        hits: list[Hit] = []
        for index, rule in enumerate(self.rules, 1):
            env.spend()
            if all(test.passes(place, env) for test, place in zip(rule.tests, around, strict=True)):
                hits.append(Hit(index, rule.id, self._outputs(rule, names, evaluation)))
                if first_only:
                    break
        return hits

    def _outputs(self, rule: Rule, names: Names, evaluation: Evaluation) -> list[Any]:
        return [
            clause.checked(logic.run(names, evaluation), evaluation)
            for clause, logic in zip(self.outputs, rule.results, strict=True)
        ]

    def result_of(self, outputs: list[Any]) -> Any:
        """One output is the value itself; several are a context."""
        if len(self.outputs) == 1:
            return outputs[0]
        return {clause.name: value for clause, value in zip(self.outputs, outputs, strict=True)}

    def default(self, names: Names, evaluation: Evaluation) -> Any:
        """What holds when no rule matches; null without default output entries."""
        if all(clause.default is None for clause in self.outputs):
            return None
        return self.result_of(
            [
                None if clause.default is None else clause.default.run(names, evaluation)
                for clause in self.outputs
            ]
        )

    def _report(self, hit: Hit, values: list[Any]) -> MatchedRule:
        inputs = {clause.label: value for clause, value in zip(self.inputs, values, strict=True)}
        outputs = {clause.name: value for clause, value in zip(self.outputs, hit.outputs, strict=True)}
        return MatchedRule(self.owner, hit.index, hit.rule_id, inputs, outputs)
