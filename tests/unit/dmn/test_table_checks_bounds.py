"""Checking a table costs a counted number of steps, whatever the table is; none is timed."""

from __future__ import annotations

import random

from engine.dmn.checking.grid import Grid
from engine.dmn.checking.rows import gaps, overlaps, unreachable
from engine.dmn.checking.steps import Steps
from engine.dmn.table import DecisionTable
from engine.dmn.table_checks import check_table

from .helpers import decision, model, table


def built(policy: str, rules: list[list[str]]) -> DecisionTable:
    inputs = [f"x{place}:number" for place in range(len(rules[0]) - 1)]
    logic = model(decision("d", table(policy, inputs, ["o"], rules))).decisions["d"].logic
    assert isinstance(logic, DecisionTable)
    return logic


def steps_of(found: DecisionTable) -> int:
    """The steps that a whole check takes."""
    steps = Steps()
    grid = Grid(found, steps)
    for finding in (unreachable(grid, set()), overlaps(grid), gaps(grid)):
        list(finding)
    return steps.spent


def orthogonal(rules: int, columns: int) -> list[list[str]]:
    """Rows of intervals as office tables have them: the first column splits, the others split again."""
    rows = []
    for number in range(rules):
        low = number // columns * 10
        turn = number % columns
        cells = [f"[{low}..{low + 10})"]
        for column in range(1, columns):
            cells.append("-" if column > turn + 1 else ">= 50" if column == turn + 1 else "< 50")
        rows.append([*cells, "1"])
    return rows


def test_a_table_of_fifty_rules_and_six_columns() -> None:
    rules = orthogonal(50, 6)
    assert steps_of(built("UNIQUE", rules)) < 20_000
    assert steps_of(built("FIRST", rules)) < 20_000


def test_a_long_list_of_values_is_checked_to_its_end() -> None:
    rules = [[str(number), "1"] for number in range(2_000)] + [["> 1999", "1"], ["< 0", "1"]]
    found = built("UNIQUE", rules[-2:] + rules[:1_998])
    assert steps_of(found) < 60_000
    assert [finding.kind for finding in check_table(found)] == ["gap"]


def test_a_table_without_any_order_is_checked_as_far_as_the_steps_reach() -> None:
    chance = random.Random(0)
    rows = [
        [*(f"[{chance.randint(0, 40)}..{chance.randint(41, 99)}]" for _ in range(6)), "1"] for _ in range(50)
    ]
    found = check_table(built("FIRST", rows))
    assert {finding.kind for finding in found} == {"unreachable", "gap", "size"}
    assert found[-1].message == (
        "决策表太大（50 条规则、6 个输入列），永远轮不到的规则没有查完。拆成几张小表就能查完。"
    )
    assert "size" not in {finding.kind for finding in check_table(built("UNIQUE", rows))}


def test_a_check_that_gives_up_says_so() -> None:
    rules = orthogonal(50, 6)
    found = check_table(built("UNIQUE", rules), limit=100)
    assert [(finding.kind, finding.severity) for finding in found] == [("size", "warning")]


def test_a_hundred_columns_are_too_many() -> None:
    row = [*["-"] * 101, "1"]
    assert [finding.kind for finding in check_table(built("UNIQUE", [row]))] == ["size"]
