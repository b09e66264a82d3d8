"""Hit policies: what a table gives when its rules have matched (DMN 1.5 §8.2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.clauses import Output, default_of, result_of
from engine.dmn.errors import broken
from engine.dmn.logic import Evaluation, Names
from engine.feel.builtins.registry import BUILTINS, call_builtin
from engine.feel.logic import equal

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


def check(policy: HitPolicy, hits: list[Hit], owner: str, evaluation: Evaluation) -> None:
    """Raises DmnError when the hits violate UNIQUE or ANY; `owner` is what has the table."""
    if len(hits) < 2 or policy.name not in ("UNIQUE", "ANY"):
        return
    rules = "、".join(f"第 {hit.index} 条（{hit.rule_id or '无编号'}）" for hit in hits)
    if policy.name == "UNIQUE":
        raise broken(owner, f"决策表要求只有一条规则成立，却有 {len(hits)} 条：{rules}")
    if any(equal(hits[0].outputs, hit.outputs, evaluation.env) is not True for hit in hits[1:]):
        raise broken(owner, f"决策表要求同时成立的规则结果相同，结果却不同：{rules}")


def settle(
    policy: HitPolicy, hits: list[Hit], clauses: tuple[Output, ...], names: Names, evaluation: Evaluation
) -> tuple[list[Hit], Any]:
    """The hits that count and the table's value, once the policy allows them (`check`)."""
    if not hits:
        return [], _nothing(policy, clauses, names, evaluation)
    if policy.name in ("PRIORITY", "OUTPUT ORDER"):
        hits = by_priority(hits, clauses, names, evaluation)
    if policy.name in ("UNIQUE", "ANY"):
        return hits, result_of(clauses, hits[0].outputs)
    if policy.name in ("FIRST", "PRIORITY"):
        return hits[:1], result_of(clauses, hits[0].outputs)
    values = [result_of(clauses, hit.outputs) for hit in hits]
    if policy.aggregation is None:
        return hits, values
    return hits, call_builtin(BUILTINS[AGGREGATIONS[policy.aggregation]], evaluation.env, [values])


def _nothing(policy: HitPolicy, clauses: tuple[Output, ...], names: Names, evaluation: Evaluation) -> Any:
    value = default_of(clauses, names, evaluation)
    if value is not None or policy.name in ("UNIQUE", "ANY", "FIRST", "PRIORITY"):
        return value
    if policy.aggregation == "COUNT":
        return call_builtin(BUILTINS["count"], evaluation.env, [[]])
    return None if policy.aggregation else []


def by_priority(
    hits: list[Hit], clauses: tuple[Output, ...], names: Names, evaluation: Evaluation
) -> list[Hit]:
    """The hits ordered by the place of their outputs in the lists of output values, first clause first."""
    ranks = [clause.ranked.run(names, evaluation) if clause.ranked else [] for clause in clauses]

    def rank(hit: Hit) -> list[int]:
        return [_rank(value, order, evaluation) for value, order in zip(hit.outputs, ranks, strict=True)]

    return sorted(hits, key=rank)


def _rank(value: Any, order: list[Any], evaluation: Evaluation) -> int:
    for place, ranked in enumerate(order):
        if equal(value, ranked, evaluation.env) is True:
            return place
    return len(order)
