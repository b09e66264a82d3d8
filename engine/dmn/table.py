"""Decision tables (DMN 1.5 §8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.clauses import Input, Output, Rule
from engine.dmn.hits import Hit, HitPolicy, check, settle
from engine.dmn.logic import Evaluation, MatchedRule, Names, Paths, TableRun, coerced


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table; `owner` is the id of the decision or business knowledge model that has it."""

    owner: str
    policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    line: int | None = None

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
        check(self.policy, hits, self.owner, evaluation)
        chosen, value = settle(self.policy, hits, self.outputs, names, evaluation)
        evaluation.tables.append(self._report(chosen, values))
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

    def _report(self, hits: list[Hit], values: list[Any]) -> TableRun:
        inputs = {clause.label: value for clause, value in zip(self.inputs, values, strict=True)}
        rules = [self._matched(hit, inputs) for hit in hits]
        notes = {hit.index: note for hit in hits if (note := self.rules[hit.index - 1].note)}
        labels = {clause.name: clause.label for clause in self.outputs}
        return TableRun(self.owner, self.policy.name, inputs, rules, notes, labels)

    def _matched(self, hit: Hit, inputs: dict[str, Any]) -> MatchedRule:
        outputs = {clause.name: value for clause, value in zip(self.outputs, hit.outputs, strict=True)}
        return MatchedRule(self.owner, hit.index, hit.rule_id, inputs, outputs)
