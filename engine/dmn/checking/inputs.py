"""Constants in input entries that the input can never equal: of another type, or not among its allowed values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.dmn.checking.axes import kind_of, line_of
from engine.dmn.checking.cells import Cell
from engine.dmn.checking.column import Column, constraints
from engine.dmn.checking.finding import TableFinding, about_rules
from engine.dmn.checking.grid import Grid
from engine.dmn.checking.wording import rule_text, short, value_text
from engine.feel.values import KIND_NAMES, kind_name


def inputs(grid: Grid, explained: set[tuple[int, int]]) -> Iterator[TableFinding]:
    """A finding for each such cell; the cells (rule, column) are added to `explained`."""
    for place, column in enumerate(grid.columns):
        for rule, cell in enumerate(column.cells):
            fault = None if cell is None else _of_type(column, cell) or _of_values(column, cell)
            if fault:
                explained.add((rule, place))
                kind, reason = fault
                message = f"{rule_text(rule)}的“{column.clause.label}”{reason}"
                yield about_rules(grid.table, kind, "error", message, (rule,))


def _of_type(column: Column, cell: Cell) -> tuple[str, str] | None:
    for constant in cell.constants:
        if column.kind is not None and kind_of(line_of(constant)) != column.kind:
            wanted = KIND_NAMES[column.kind]
            reason = (
                f"是{wanted}，这一格却写着{kind_name(constant)} {value_text(constant)}，"
                f"两者永远比不上。请改写成{wanted}。"
            )
            return "type", reason
    return None


def _of_values(column: Column, cell: Cell) -> tuple[str, str] | None:
    """Bounds may lie outside of what is allowed; what the input is to equal may not."""
    if not column.certain or not constraints(column.clause):
        return None
    outside = next((constant for constant in cell.equals if not _possible(column, constant)), None)
    if outside is None:
        return None
    allowed = short("；".join(test.source for test in constraints(column.clause)))
    reason = f"写着 {value_text(outside)}，不在这一列允许的值（{allowed}）里，永远比不上。请改成允许的值。"
    return "value", reason


def _possible(column: Column, constant: Any) -> bool:
    piece = column.piece_of(constant)
    return piece is not None and bool(column.possible >> piece & 1)
