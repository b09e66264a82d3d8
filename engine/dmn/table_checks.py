"""Decision tables looked at before they run: gaps, overlaps, dead rules, values out of place (DMN 1.5 §8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from engine.dmn.boxed import Typed
from engine.dmn.checking.finding import TableFinding, about_table
from engine.dmn.checking.grid import Grid
from engine.dmn.checking.inputs import inputs
from engine.dmn.checking.outputs import outputs
from engine.dmn.checking.rows import SINGLE, gaps, overlaps, unreachable
from engine.dmn.checking.steps import LIMIT, Steps, TooLarge
from engine.dmn.model import Decision, DmnModel, Knowledge
from engine.dmn.table import DecisionTable
from engine.feel.types import ANY, Type

__all__ = ["TableFinding", "check_table", "check_tables"]


def check_tables(model: DmnModel) -> list[TableFinding]:
    """What is found in all tables that stand in a model itself, imported ones apart."""
    found: list[TableFinding] = []
    for key, part in model.parts.items():
        if "#" in key or not isinstance(part, (Decision, Knowledge)):
            continue
        logic = part.logic if isinstance(part, Decision) else part.function
        for table in _tables(logic):
            found += check_table(table, _result(part, table))
    return found


def _tables(logic: Any) -> Iterator[DecisionTable]:
    """The tables in a boxed expression, also those inside contexts, functions and the like."""
    waiting = [logic]
    while waiting:
        current = waiting.pop()
        if isinstance(current, DecisionTable):
            yield current
        elif isinstance(current, tuple):
            waiting.extend(reversed(current))
        elif is_dataclass(current) and not isinstance(current, (Type, type)):
            waiting.extend(getattr(current, field.name) for field in reversed(fields(current)))


def _result(part: Decision | Knowledge, table: DecisionTable) -> Type:
    """The type of a decision, when the table's output is its value as it stands."""
    if not isinstance(part, Decision) or table.policy.name not in SINGLE:
        return ANY
    plain = part.logic.logic if isinstance(part.logic, Typed) else part.logic
    return part.type if plain is table else ANY


def check_table(table: DecisionTable, result: Type = ANY, limit: int = LIMIT) -> list[TableFinding]:
    """What is found in one table; never raises. `result` is the type of a single output. Each part of the check
    has `limit` steps; where they do not suffice a finding says so, beside what was found until then.
    """
    found = list(outputs(table, result))
    unfinished: list[str] = []
    steps = Steps(limit)
    try:
        grid = Grid(table, steps)
    except TooLarge:
        return [*found, _size(table, [name for name, _ in PARTS])]
    explained: set[tuple[int, int]] = set()
    found += inputs(grid, explained)
    for name, part in PARTS:
        try:
            for finding in part(grid, explained):
                found.append(finding)
        except TooLarge:
            unfinished.append(name)
        steps.refill()
    return [*found, _size(table, unfinished)] if unfinished else found


PARTS: list[tuple[str, Callable[[Grid, set[tuple[int, int]]], Iterator[TableFinding]]]] = [
    ("永远轮不到的规则", unreachable),
    ("重叠", lambda grid, _: overlaps(grid)),
    ("空缺", lambda grid, _: gaps(grid)),
]


def _size(table: DecisionTable, unfinished: list[str]) -> TableFinding:
    size = f"{len(table.rules)} 条规则、{len(table.inputs)} 个输入列"
    message = f"决策表太大（{size}），{'、'.join(unfinished)}没有查完。拆成几张小表就能查完。"
    return about_table(table, "size", "warning", message)
