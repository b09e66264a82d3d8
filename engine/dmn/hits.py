"""Hit policies: what a table gives when its rules have matched (DMN 1.5 §8.2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.dmn.errors import broken
from engine.dmn.logic import Evaluation, Names
from engine.feel.builtins.registry import BUILTINS, call_builtin
from engine.feel.logic import equal

if TYPE_CHECKING:
    from engine.dmn.table import DecisionTable

POLICIES = frozenset({"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


@dataclass(frozen=True, slots=True)
class HitPolicy:
    """A policy, and the aggregation of COLLECT."""

    name: str
    aggregation: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: its number from 1, its id, its outputs in the order of the clauses."""

    index: int
    rule_id: str | None
    outputs: list[Any]


def settle(
    policy: HitPolicy, hits: list[Hit], table: DecisionTable, names: Names, evaluation: Evaluation
) -> tuple[list[Hit], Any]:
    """The hits that count and the table's value. Raises DmnError when UNIQUE or ANY is violated."""
    if not hits:
        return [], _nothing(policy, table, names, evaluation)
    if policy.name in ("UNIQUE", "ANY"):
        _check(policy, hits, table, evaluation)
        return hits, table.result_of(hits[0].outputs)
    if policy.name in ("PRIORITY", "OUTPUT ORDER"):
        hits = by_priority(hits, table, names, evaluation)
    if policy.name in ("FIRST", "PRIORITY"):
        return hits[:1], table.result_of(hits[0].outputs)
    values = [table.result_of(hit.outputs) for hit in hits]
    if policy.aggregation is None:
        return hits, values
    return hits, call_builtin(BUILTINS[AGGREGATIONS[policy.aggregation]], evaluation.env, [values])


def _nothing(policy: HitPolicy, table: DecisionTable, names: Names, evaluation: Evaluation) -> Any:
    value = table.default(names, evaluation)
    if value is not None or policy.name in ("UNIQUE", "ANY", "FIRST", "PRIORITY"):
        return value
    if policy.aggregation == "COUNT":
        return call_builtin(BUILTINS["count"], evaluation.env, [[]])
    return None if policy.aggregation else []


def _check(policy: HitPolicy, hits: list[Hit], table: DecisionTable, evaluation: Evaluation) -> None:
    if len(hits) < 2:
        return
    rules = "、".join(f"第 {hit.index} 条（{hit.rule_id or '无编号'}）" for hit in hits)
    if policy.name == "UNIQUE":
        raise broken(table.owner, f"决策表要求只有一条规则成立，却有 {len(hits)} 条：{rules}")
    if any(equal(hits[0].outputs, hit.outputs, evaluation.env) is not True for hit in hits[1:]):
        raise broken(table.owner, f"决策表要求同时成立的规则结果相同，结果却不同：{rules}")


def by_priority(hits: list[Hit], table: DecisionTable, names: Names, evaluation: Evaluation) -> list[Hit]:
    """The hits ordered by the place of their outputs in the lists of output values, first clause first."""
    ranks = [clause.ranked.run(names, evaluation) if clause.ranked else [] for clause in table.outputs]

    def rank(hit: Hit) -> list[int]:
        return [_rank(value, order, evaluation) for value, order in zip(hit.outputs, ranks, strict=True)]

    return sorted(hits, key=rank)


def _rank(value: Any, order: list[Any], evaluation: Evaluation) -> int:
    for place, ranked in enumerate(order):
        if equal(value, ranked, evaluation.env) is True:
            return place
    return len(order)
