"""Bars as plain numbers: where each begins and how wide it is. Templates write them down as SVG, attributes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from web.language import gettext as _

LABEL: Final = 190  # width of what stands left of the bars
WIDE: Final = 470  # width of the longest bar
NARROW: Final = (118, 156)  # both on a telephone
END: Final = 60  # width of the number at the end of a bar
SHORT_END: Final = 48
ROW: Final = 34  # height of a line


@dataclass(frozen=True, slots=True)
class Piece:
    """One coloured part of a bar: its class in the style sheet, where it is, and what it says."""

    tone: str
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a drawing: its label, its parts, and the number at its end."""

    label: str
    y: int
    pieces: Sequence[Piece]
    end: float
    total: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A drawing of lines below each other."""

    lines: Sequence[Bar]
    width: int
    height: int
    label: int = LABEL
    wide: int = WIDE
    letters: int = 14  # of a label
    narrow: Bars | None = None  # the same for a telephone


def bars(lines: Sequence[tuple[str, Sequence[tuple[str, int, str]]]]) -> Bars:
    """Lines of (label, parts of (tone, number, words)), all to one scale; parts of 0 are left out."""
    most = max((sum(number for _, number, _ in parts) for _, parts in lines), default=0) or 1
    height = ROW * len(lines) + 8
    label, wide = NARROW
    small = [_line(name, parts, row, label, wide / most) for row, (name, parts) in enumerate(lines)]
    narrow = Bars(small, label + wide + SHORT_END, height, label, wide, 8)
    drawn = [_line(name, parts, row, LABEL, WIDE / most) for row, (name, parts) in enumerate(lines)]
    return Bars(drawn, LABEL + WIDE + END, height, narrow=narrow)


def _line(label: str, parts: Sequence[tuple[str, int, str]], row: int, begin: int, scale: float) -> Bar:
    at, pieces = float(begin), []
    for tone, number, words in parts:
        if number:
            width = round(number * scale, 1)
            pieces.append(
                Piece(
                    tone,
                    round(at, 1),
                    width,
                    _("%(label)s：%(words)s %(number)s", label=label, words=words, number=number),
                )
            )
            at += width
    return Bar(label, 4 + row * ROW, pieces, round(at, 1), sum(number for _, number, _ in parts))
