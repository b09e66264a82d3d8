"""Rules against each other: situations without a rule, with too many rules, and rules that never count.

Hit policies differ in what is a fault (DMN 1.5 §8.2.8):

- Gaps are looked for in tables that give one result: UNIQUE, ANY, FIRST, PRIORITY. COLLECT, RULE ORDER and
  OUTPUT ORDER give a list (of reasons, of bans, of terms), and an empty list is an answer that their authors
  want: nothing stands against it. The same holds for sums and counts of what applies. A table with a default
  output entry has no gap (§8.3.3).
- Two rules at once break UNIQUE at run time, and ANY when their results differ.
- A rule that an earlier one covers is dead under FIRST only; elsewhere it still counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from engine.dmn.checking.finding import TableFinding, about_rules, about_table
from engine.dmn.checking.grid import Grid
from engine.dmn.checking.outputs import differ
from engine.dmn.checking.regions import region_text
from engine.dmn.checking.sweep import bits
from engine.dmn.checking.wording import row_text, rule_text, short

SHOWN = 5
"""Gaps of a table, and overlaps of a table, that get a finding each."""
SINGLE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


def unreachable(grid: Grid, explained: set[tuple[int, int]]) -> Iterator[TableFinding]:
    """Rules that never match, or never count. `explained` are cells (rule, column) with a finding of their own."""
    dead: set[int] = set()
    for rule in range(len(grid.table.rules)):
        box = grid.perhaps(rule)
        if 0 in box:
            dead.add(rule)
            if (rule, box.index(0)) not in explained:
                yield _empty(grid, rule, box.index(0))
    if grid.table.policy.name == "FIRST":
        for rule in range(len(grid.table.rules)):
            earlier = (1 << rule) - 1
            if rule not in dead and _covered(grid, rule, earlier):
                yield _masked(grid, rule, earlier)


def _empty(grid: Grid, rule: int, place: int) -> TableFinding:
    column, source = grid.columns[place], short(grid.table.rules[rule].tests[place].source)
    if column.masks[rule]:
        why = f"“{column.clause.label}”允许的值没有一个满足这一格（{source}）"
    else:
        why = f"“{column.clause.label}”一格（{source}）没有任何值能满足"
    message = f"{rule_text(rule)}永远不会成立：{why}。请改正这一格，或删去这一条。"
    return about_rules(grid.table, "unreachable", "warning", message, (rule,))


def _covered(grid: Grid, rule: int, earlier: int) -> bool:
    return next(grid.sure_boxes.uncovered(grid.perhaps(rule), earlier), None) is None


def _masked(grid: Grid, rule: int, earlier: int) -> TableFinding:
    maskers = list(bits(grid.sure_boxes.meeting(grid.perhaps(rule)) & earlier))
    names = "、".join(str(masker + 1) for masker in maskers[:SHOWN]) + (" 等" if len(maskers) > SHOWN else "")
    message = (
        f"{rule_text(rule)}永远轮不到：它管的情形都已由前面的第 {names} 条管到，"
        "FIRST 表只取第一条成立的规则。请调整次序，或删去这一条。"
    )
    return about_rules(grid.table, "unreachable", "warning", message, (rule,))


def overlaps(grid: Grid) -> Iterator[TableFinding]:
    """Pairs of rules that match at once where the hit policy forbids it."""
    policy = grid.table.policy.name
    if policy not in ("UNIQUE", "ANY") or not grid.certain:
        return
    pairs = _pairs(grid)
    for earlier, later, box in islice(pairs, SHOWN):
        yield _overlap(grid, earlier, later, box)
    left = next(pairs, None)
    if left is not None:
        message = (
            f"还有别的规则同时成立（例如{rule_text(left[0])}与{rule_text(left[1])}），先改正上面这些再检查。"
        )
        yield about_table(grid.table, _KINDS[policy], "error", message)


_KINDS = {"UNIQUE": "overlap", "ANY": "conflict"}


def _pairs(grid: Grid) -> Iterator[tuple[int, int, list[int]]]:
    boxes = [
        [part & wanted for part, wanted in zip(grid.surely(rule), grid.considered, strict=True)]
        for rule in range(len(grid.table.rules))
    ]
    for earlier, box in enumerate(boxes):
        later_ones = grid.sure_boxes.meeting(box) >> (earlier + 1) if 0 not in box else 0
        for distance in bits(later_ones):
            later = earlier + 1 + distance
            grid.steps.spend(len(box))
            both = [a & b for a, b in zip(box, boxes[later], strict=True)]
            if grid.feasible(both, grid.considered) and _forbidden(grid, earlier, later):
                yield earlier, later, both


def _forbidden(grid: Grid, earlier: int, later: int) -> bool:
    return grid.table.policy.name == "UNIQUE" or differ(grid.table, earlier, later)


def _overlap(grid: Grid, earlier: int, later: int, box: list[int]) -> TableFinding:
    policy = grid.table.policy.name
    if policy == "UNIQUE":
        event, demand = "同时成立", "UNIQUE 表只许一条成立。"
    else:
        event, demand = "同时成立而结果不同", "ANY 表要求同时成立的规则结果相同。"
    row = row_text(grid, box, grid.considered)
    message = f"{rule_text(earlier)}与{rule_text(later)}{event}，例如：{row}；{demand}"
    return about_rules(grid.table, _KINDS[policy], "error", message, (earlier, later), _example(grid, box))


def gaps(grid: Grid) -> Iterator[TableFinding]:
    """Situations in which surely no rule matches."""
    table = grid.table
    defaults = any(clause.default is not None for clause in table.outputs)
    if table.policy.name not in SINGLE or defaults or not grid.certain:
        return
    everything = (1 << len(table.rules)) - 1
    boxes = (
        box
        for box in grid.possible_boxes.uncovered(grid.expected, everything)
        if grid.feasible(box, grid.expected)
    )
    for box in islice(boxes, SHOWN):
        extent = region_text(grid, box, grid.expected)
        message = (
            f"没有规则管到：{row_text(grid, box, grid.expected)}{f'（范围：{extent}）' if extent else ''}。"
            "请补上规则，或给输出列写默认值；不会出现的值，用输入列的允许值排除。"
        )
        yield about_table(table, "gap", "warning", message, _example(grid, box))
    left = next(boxes, None)
    if left is not None:
        message = f"还有别的情形没有规则管到，例如：{row_text(grid, left, grid.expected)}。"
        yield about_table(table, "gap", "warning", message, _example(grid, left))


def _example(grid: Grid, box: list[int]) -> tuple[Any, ...]:
    return tuple(column.example(pieces) for column, pieces in zip(grid.columns, box, strict=True))
