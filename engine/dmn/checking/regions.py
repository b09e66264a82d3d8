"""Sets of pieces in words: `< 5, (7..9]`, `"a", "b"`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.dmn.checking.column import NULL, Column
from engine.dmn.checking.grid import Grid
from engine.dmn.checking.segments import Ordered, Segment, Texts
from engine.dmn.checking.sweep import bits
from engine.dmn.checking.wording import value_text

NAMED = 6
"""Parts that are told of one column."""


def region_text(grid: Grid, box: Sequence[int], whole: Sequence[int]) -> str:
    """The extent of a box, columns in which all is one apart; empty when it is a single row."""
    narrow = [
        (column, list(_parts(column, pieces)))
        for column, pieces, everything in zip(grid.columns, box, whole, strict=True)
        if pieces != everything
    ]
    if all(len(parts) == 1 and parts[0][1] for _, parts in narrow):
        return ""
    return "、".join(
        f"{column.clause.label} {_listed([text for text, _ in parts])}" for column, parts in narrow
    )


def _listed(texts: list[str]) -> str:
    return " 或 ".join(texts[:NAMED]) + (" 等" if len(texts) > NAMED else "")


def _parts(column: Column, mask: int) -> Iterator[tuple[str, bool]]:
    """Each part of a set in words, and whether it is one value."""
    if mask & NULL:
        yield value_text(None), True
    for offset, part in column.segments:
        local = mask >> offset & ((1 << part.size) - 1)
        if isinstance(part, Ordered):
            yield from _intervals(part, local)
        else:
            yield from _members(part, local)


def _members(part: Segment, mask: int) -> Iterator[tuple[str, bool]]:
    for piece in bits(mask):
        if isinstance(part, Texts) and 1 << piece == part.others:
            yield "其他文字", False
        else:
            yield value_text(part.value(piece)), True


def _intervals(part: Ordered, mask: int) -> Iterator[tuple[str, bool]]:
    runs: list[tuple[int, int]] = []
    for piece in bits(mask):
        if runs and _adjoins(part, runs[-1][1], piece):
            runs[-1] = (runs[-1][0], piece)
        else:
            runs.append((piece, piece))
    for start, end in runs:
        yield _interval(part, start, end), start == end and start % 2 == 1


def _adjoins(part: Ordered, end: int, piece: int) -> bool:
    """Whether nothing lies between two pieces, as between one day and the next."""
    return piece == end + 1 or (piece == end + 2 and part.value(end + 1) is None)


def _interval(part: Ordered, start: int, end: int) -> str:
    """An interval of pieces; a constant has an odd number, and stands between its neighbours' even ones."""
    if start == end and start % 2:
        return value_text(part.value(start))
    low = value_text(part.value(start if start % 2 else start - 1)) if start else ""
    high = value_text(part.value(end if end % 2 else end + 1)) if end < part.size - 1 else ""
    if low and high:
        return f"{'[' if start % 2 else '('}{low}..{high}{']' if end % 2 else ')'}"
    if low:
        return f"{'>=' if start % 2 else '>'} {low}"
    return f"{'<=' if end % 2 else '<'} {high}" if high else "任意值"
