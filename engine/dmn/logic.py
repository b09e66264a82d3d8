"""What every boxed expression can do, and what an evaluation carries along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.feel import Environment
from engine.feel.functions import coerce
from engine.feel.types import ANY, Type
from engine.feel.values import kind_name

Names = dict[str, Any]
Paths = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that matched: the decision (or business knowledge model) it stands in, its number from 1, its id."""

    decision: str
    index: int
    rule_id: str | None
    inputs: dict[str, Any]
    outputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableRun:
    """One use of a decision table: whose it is, its policy, what its inputs were, and which rules counted.

    `inputs` are FEEL values by the clauses' labels. `notes` are the rules' descriptions by number, `labels` what
    the outputs are called by name.
    """

    owner: str
    policy: str
    inputs: dict[str, Any]
    rules: list[MatchedRule]
    notes: dict[int, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Evaluation:
    """One evaluation: the FEEL environment, and the tables that were used so far, innermost decision first."""

    env: Environment
    tables: list[TableRun] = field(default_factory=list)

    @property
    def matched(self) -> list[MatchedRule]:
        """The rules that matched in all tables."""
        return [rule for table in self.tables for rule in table.rules]


class Logic(Protocol):
    """A boxed expression. `variables` are the paths that it reads from the names around it."""

    @property
    def variables(self) -> Paths: ...

    def run(self, names: Names, evaluation: Evaluation) -> Any: ...


def coerced(value: Any, wanted: Type, label: str, evaluation: Evaluation) -> Any:
    """The value as the type wants it; null, with a reason, when it cannot be."""
    if wanted is ANY:
        return value
    result, fits = coerce(value, wanted, evaluation.env)
    if not fits:
        evaluation.env.null(f"“{label}”的值（{kind_name(value)}）不符合声明的类型")
    return result


def without(paths: Paths, bound: frozenset[str]) -> Paths:
    """The paths that do not begin with a bound name."""
    return frozenset(path for path in paths if path[0] not in bound)
