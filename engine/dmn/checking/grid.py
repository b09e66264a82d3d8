"""A table as boxes: each rule is a box in the product of its columns."""

from __future__ import annotations

from functools import cached_property

from engine.dmn.checking.column import Column
from engine.dmn.checking.steps import Steps
from engine.dmn.checking.sweep import Boxes
from engine.dmn.table import DecisionTable


class Grid:
    """The columns of a table and its rules as boxes: `surely` where they match, `perhaps` where they may.

    The two differ in opaque cells, which accept nothing for sure and everything perhaps. Raises TooLarge.
    """

    def __init__(self, table: DecisionTable, steps: Steps) -> None:
        self.table = table
        self.steps = steps
        self.columns = [
            Column(clause, [rule.tests[place] for rule in table.rules], steps)
            for place, clause in enumerate(table.inputs)
        ]
        self.certain = all(column.certain for column in self.columns)
        self.sizes = [column.size for column in self.columns]
        self.considered = [column.considered for column in self.columns]
        self.expected = [column.expected for column in self.columns]

    def surely(self, rule: int) -> list[int]:
        return [(column.masks[rule] or 0) & column.possible for column in self.columns]

    def perhaps(self, rule: int) -> list[int]:
        masks = ((column, column.masks[rule]) for column in self.columns)
        return [column.possible & (column.everything if mask is None else mask) for column, mask in masks]

    @cached_property
    def sure_boxes(self) -> Boxes:
        """Rules as boxes of what they match for sure."""
        return Boxes([self.surely(rule) for rule in range(len(self.table.rules))], self.sizes, self.steps)

    @cached_property
    def possible_boxes(self) -> Boxes:
        """Rules as boxes of what they may match."""
        return Boxes([self.perhaps(rule) for rule in range(len(self.table.rules))], self.sizes, self.steps)

    def feasible(self, box: list[int], whole: list[int]) -> bool:
        """Whether inputs surely can have a point of a box at once: of the columns that read one variable at most
        one may be narrower than the whole."""
        narrow = [
            place for place, (part, all_of) in enumerate(zip(box, whole, strict=True)) if part != all_of
        ]
        return not any(
            b in self._dependent[a] for number, a in enumerate(narrow) for b in narrow[number + 1 :]
        )

    @cached_property
    def _dependent(self) -> list[set[int]]:
        """For each column those that read the same variable, or one that is a part of the other's."""
        read = [column.clause.logic.variables for column in self.columns]
        inside = [{path[:length] for path in paths for length in range(1, len(path) + 1)} for paths in read]
        places = range(len(read))
        return [
            {b for b in places if b != a and (read[a] & inside[b] or read[b] & inside[a])} for a in places
        ]
