"""Boxes in a product of columns: what none covers, and which meet.

The columns are refined one after the other, as in the plane sweep for DMN tables of Calvanese, Dumas, Laurson,
Maggi, Montali and Teinemaa (2016): pieces on which the same boxes are alive are treated as one, and a set of
living boxes that was found to cover everything is not looked at twice. Every look is a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.dmn.checking.steps import Steps, TooLarge

Box = Sequence[int]
"""For each column the pieces it has, as bits."""
MOST_COLUMNS = 100


def bits(mask: int) -> Iterator[int]:
    """The places of the bits of a number, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Boxes:
    """Boxes, found by piece: `_alive[column][piece]` are the boxes that have the piece, as bits."""

    def __init__(self, boxes: Sequence[Box], sizes: Sequence[int], steps: Steps) -> None:
        if len(sizes) > MOST_COLUMNS:
            raise TooLarge
        self.boxes = boxes
        self.all = (1 << len(boxes)) - 1
        self._sizes = sizes
        self._steps = steps
        self._alive = [self._column(column) for column in range(len(sizes))]
        self._groups = [_grouped(alive) for alive in self._alive]

    def _column(self, column: int) -> list[int]:
        """A walk over the pieces: where a box's membership changes, its bit is turned."""
        owners: dict[int, int] = {}
        for number, box in enumerate(self.boxes):
            owners[box[column]] = owners.get(box[column], 0) | 1 << number
        turns = [0] * (self._sizes[column] + 1)
        for mask, owner in owners.items():
            for piece in bits(mask ^ (mask << 1)):
                self._steps.spend()
                turns[piece] ^= owner
        alive, found = 0, []
        for piece in range(self._sizes[column]):
            alive ^= turns[piece]
            found.append(alive)
        self._steps.spend(len(self.boxes) + len(found))
        return found

    def within(self, column: int, region: int) -> Iterator[tuple[int, int]]:
        """The boxes alive in a region of a column, with the pieces where just they are."""
        groups, alive = self._groups[column], self._alive[column]
        if region.bit_count() < len(groups):
            for piece in bits(region):
                self._steps.spend()
                yield alive[piece], 1 << piece
            return
        for living, pieces in groups.items():
            self._steps.spend()
            if pieces & region:
                yield living, pieces & region

    def meeting(self, box: Box) -> int:
        """The boxes that have a point in common with a box, as bits."""
        found = self.all
        for column, region in enumerate(box):
            here = 0
            for living, _ in self.within(column, region):
                here |= living
            found &= here
        return found

    def uncovered(self, region: Box, among: int) -> Iterator[list[int]]:
        """Disjoint boxes that together are the part of a region which none of the boxes among covers."""
        if 0 in region:
            return
        whole = [0] * len(region) + [self.all]
        for column in reversed(range(len(region))):
            whole[column] = whole[column + 1]
            for living, _ in self.within(column, region[column]):
                whole[column] &= living
        yield from _Search(self, region, whole).run(0, among, [])


class _Search:
    """One search for what is not covered; `whole[c]` are the boxes that leave nothing out from column c on."""

    def __init__(self, boxes: Boxes, region: Box, whole: list[int]) -> None:
        self.boxes = boxes
        self.region = region
        self.whole = whole
        self.covered: set[tuple[int, int]] = set()

    def run(self, column: int, alive: int, chosen: list[int]) -> Iterator[list[int]]:
        if not alive:
            yield [*chosen, *self.region[column:]]
            return
        if alive & self.whole[column] or (column, alive) in self.covered:
            return
        split: dict[int, int] = {}
        for living, pieces in self.boxes.within(column, self.region[column]):
            left = living & alive
            split[left] = split.get(left, 0) | pieces
        nothing = True
        for left, pieces in split.items():
            for found in self.run(column + 1, left, [*chosen, pieces]):
                nothing = False
                yield found
        if nothing:
            self.covered.add((column, alive))


def _grouped(alive: list[int]) -> dict[int, int]:
    groups: dict[int, int] = {}
    for piece, living in enumerate(alive):
        groups[living] = groups.get(living, 0) | 1 << piece
    return groups
