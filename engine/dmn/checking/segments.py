"""The values of one kind cut into pieces on which all cells of a column say the same.

A piece is a constant, or what lies between two neighbours; a set of values is a number whose bits are pieces.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any

from engine.dmn.checking.axes import AXES, Axis, line_of

Accepts = Callable[[Any], bool]
OTHER = "其他"


class Ordered:
    """Pieces of a line: before the first constant, the constant, up to the next, … (2n + 1 of them)."""

    def __init__(self, line: str, constants: Iterable[Any]) -> None:
        self.line = line
        self.axis = axis = AXES[line]
        self.places = _sorted(axis, constants)
        self.size = 2 * len(self.places) + 1

    def value(self, piece: int) -> Any:
        """A value of the piece; None when there is none, as between two neighbouring days."""
        index, at_constant = divmod(piece, 2)
        if at_constant:
            return self.axis.value(self.places[index])
        low = self.places[index - 1] if index else None
        high = self.places[index] if index < len(self.places) else None
        found = self.axis.inside(low, high)
        return None if found is None else self.axis.value(found)

    def mask(self, constants: Iterable[Any], accepts: Accepts) -> int:
        """The pieces that a cell accepts; its truth changes only at its own constants."""
        own = Ordered(self.line, constants)
        starts = [2 * bisect_left(self.places, place) + 1 for place in own.places]
        edges = [0, *(edge for start in starts for edge in (start, start + 1)), self.size]
        found = 0
        for piece in range(own.size):
            example = own.value(piece)
            if example is not None and accepts(example):
                found |= (1 << edges[piece + 1]) - (1 << edges[piece])
        return found

    def piece_of(self, value: Any) -> int:
        """The piece of a constant of this line."""
        return 2 * bisect_left(self.places, self.axis.place(value)) + 1


def _sorted(axis: Axis, constants: Iterable[Any]) -> list[Any]:
    return sorted({axis.place(constant) for constant in constants})


class Texts:
    """Pieces of all texts: each constant, and all others together."""

    line = "string"

    def __init__(self, constants: Iterable[Any]) -> None:
        self.texts = list(dict.fromkeys(constants))
        self.size = len(self.texts) + 1
        self._pieces = {text: piece for piece, text in enumerate(self.texts)}
        other = OTHER
        while other in self._pieces:
            other += "…"
        self._other = other

    @property
    def others(self) -> int:
        """The bit of all texts that no cell names."""
        return 1 << len(self.texts)

    def value(self, piece: int) -> Any:
        return self.texts[piece] if piece < len(self.texts) else self._other

    def mask(self, constants: Iterable[Any], accepts: Accepts) -> int:
        found = (1 << self.size) - 1 if accepts(self._other) else 0
        for text in set(constants):
            bit = 1 << self._pieces[text]
            found = found | bit if accepts(text) else found & ~bit
        return found

    def piece_of(self, value: Any) -> int:
        return self._pieces[value]


class Truths:
    """true and false."""

    line, size = "boolean", 2

    def value(self, piece: int) -> Any:
        return piece == 0

    def mask(self, constants: Iterable[Any], accepts: Accepts) -> int:
        return sum(1 << piece for piece in range(self.size) if accepts(self.value(piece)))

    def piece_of(self, value: Any) -> int:
        return 0 if value else 1


Segment = Ordered | Texts | Truths


def segment(line: str, constants: Iterable[Any]) -> Segment:
    """The pieces of one kind; `constants` may be of any kind, only its own count."""
    own = [constant for constant in constants if line_of(constant) == line]
    if line == "boolean":
        return Truths()
    return Texts(own) if line == "string" else Ordered(line, own)
