"""Values, rows of values and rules as process owners read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.dmn.building import quoted
from engine.dmn.checking.grid import Grid
from engine.feel.text import scalar_text

LONGEST = 40


def value_text(value: Any) -> str:
    """A single value as it would stand in a cell."""
    if value is None:
        return "null（空值）"
    return quoted(value) if isinstance(value, str) else scalar_text(value) or "？"


def row_text(grid: Grid, box: Sequence[int], whole: Sequence[int]) -> str:
    """An example row of a box; columns in which all is one are not named."""
    parts = [
        f"{column.clause.label} = {value_text(column.example(pieces))}"
        for column, pieces, everything in zip(grid.columns, box, whole, strict=True)
        if pieces != everything
    ]
    if not parts:
        return "任何输入"
    return "、".join(parts) + ("（其余各列任意）" if len(parts) < len(box) else "")


def rule_text(rule: int) -> str:
    """A rule by its place from 0."""
    return f"第 {rule + 1} 条"


def short(source: str) -> str:
    """The source of a cell or of allowed values, cut when it is long."""
    return source if len(source) <= LONGEST else source[:LONGEST] + "…"
