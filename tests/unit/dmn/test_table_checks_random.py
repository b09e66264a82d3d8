"""Random tables: what the checks claim against what the engine does at every boundary and between them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings

from engine.dmn import load
from engine.dmn.table import DecisionTable
from engine.dmn.table_checks import TableFinding, check_tables
from engine.feel import Environment
from tests.support.deep import count

from .random_tables import OPAQUE, RandomTable, random_tables

EXAMPLES = count("random decision tables, checks against brute force, each", 150, 5_000, "hypothesis")
SHOWN = 5
OTHERS = [None, -5, 0, 1, 2, 3, 50, "a", "b", True, False]

Row = tuple[Any, ...]


class Brute:
    """A table tried out at all points of its small domains."""

    def __init__(self, random: RandomTable) -> None:
        model = load(random.tree())
        logic = model.decisions["d"].logic
        assert isinstance(logic, DecisionTable)
        self.random, self.table = random, logic
        self.findings: list[TableFinding] = check_tables(model)
        self.possible = [row for row in random.points if self.allowed(row)]
        self.hits = {row: self.matching(row) for row in self.possible}
        self.considered = [row for row in self.possible if all(map(self.null_counts, range(len(row)), row))]
        self.expected = [row for row in self.considered if all(map(self.text_counts, range(len(row)), row))]

    def allowed(self, row: Row) -> bool:
        return all(
            clause.allowed is None or clause.allowed.test(value, {}, Environment())
            for clause, value in zip(self.table.inputs, row, strict=True)
        )

    def matching(self, row: Row, **names: Any) -> list[int]:
        return [
            number
            for number, rule in enumerate(self.table.rules, 1)
            if all(
                test.test(value, names, Environment()) for test, value in zip(rule.tests, row, strict=True)
            )
        ]

    def null_counts(self, place: int, value: Any) -> bool:
        """Null counts where a cell or the allowed values write it."""
        return value is not None or any("null" in text for text in self.written(place))

    def text_counts(self, place: int, value: Any) -> bool:
        """A text that nothing names counts where a cell means it, or where no text is named at all."""
        texts = self.written(place)
        if not isinstance(value, str) or any(f'"{value}"' in text for text in texts):
            return True
        column = zip(self.random.column(place), self.table.rules, strict=True)
        means = (text != "-" and rule.tests[place].test(value, {}, Environment()) for text, rule in column)
        return not any('"' in text for text in texts) or any(means)

    def written(self, place: int) -> list[str]:
        return [*self.random.column(place), self.random.clauses[place].allowed]

    def of(self, *kinds: str) -> list[TableFinding]:
        return [finding for finding in self.findings if finding.kind in kinds]


@settings(max_examples=EXAMPLES)
@given(random_tables(["UNIQUE"]))
def test_overlaps_are_those_of_brute_force(random: RandomTable) -> None:
    brute = Brute(random)
    found = {pair for row in brute.considered for pair in combinations(brute.hits[row], 2)}
    named = [finding for finding in brute.of("overlap") if finding.rules]
    assert {finding.rules for finding in named} <= found
    assert len(named) == min(len(found), SHOWN)
    assert len(brute.of("overlap")) == len(named) + (len(found) > SHOWN)
    for finding in named:
        assert set(finding.rules) <= set(brute.matching(finding.example))
        assert brute.allowed(finding.example)


@settings(max_examples=EXAMPLES)
@given(random_tables(["UNIQUE", "ANY", "FIRST"]))
def test_gaps_are_those_of_brute_force(random: RandomTable) -> None:
    brute = Brute(random)
    assert bool(brute.of("gap")) == any(not brute.hits[row] for row in brute.expected)
    for finding in brute.of("gap"):
        assert brute.matching(finding.example) == []
        assert brute.allowed(finding.example)


@settings(max_examples=EXAMPLES)
@given(random_tables(["UNIQUE", "COLLECT", "FIRST"]))
def test_dead_rules_are_those_of_brute_force(random: RandomTable) -> None:
    brute = Brute(random)
    first = random.policy == "FIRST"
    alive = {rule for hits in brute.hits.values() for rule in (hits[:1] if first else hits)}
    dead = set(range(1, len(random.cells) + 1)) - alive
    found = {finding.rules[0] for finding in brute.of("unreachable")}
    explained = {finding.rules[0] for finding in brute.of("value", "type")}
    assert found <= dead <= found | explained


@settings(max_examples=EXAMPLES)
@given(random_tables(["UNIQUE", "FIRST"], opaque=True))
def test_what_is_claimed_of_opaque_tables_holds_for_every_variable(random: RandomTable) -> None:
    brute = Brute(random)
    opaque = {text for texts in OPAQUE.values() for text in texts}
    exact = {number for number, row in enumerate(random.cells, 1) if not opaque & set(row)}
    for finding in brute.of("overlap"):
        assert set(finding.rules) <= exact
    for other in OTHERS:
        for finding in brute.of("gap"):
            assert brute.matching(finding.example, other=other) == []
        hits = [brute.matching(row, other=other) for row in brute.possible]
        for finding in brute.of("unreachable"):
            rule = finding.rules[0]
            assert not any(rule in (found[:1] if random.policy == "FIRST" else found) for found in hits)


@settings(max_examples=EXAMPLES)
@given(random_tables(["ANY"]))
def test_conflicts_are_rules_with_different_constants(random: RandomTable) -> None:
    brute = Brute(random)
    pairs = {pair for row in brute.considered for pair in combinations(brute.hits[row], 2)}
    different = {(a, b) for a, b in pairs if {random.outputs[a - 1], random.outputs[b - 1]} == {"1", "2"}}
    found = {finding.rules for finding in brute.of("conflict") if finding.rules}
    assert found <= different
    assert len(found) == min(len(different), SHOWN)
