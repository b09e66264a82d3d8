"""One column of a table: all values its input can have, in pieces, and which of them each cell accepts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.dmn.boxed import Literal
from engine.dmn.checking.axes import SCALAR, kind_of, line_of
from engine.dmn.checking.cells import PURE, Cell, read_cell
from engine.dmn.checking.segments import Segment, Texts, segment
from engine.dmn.checking.steps import Steps
from engine.dmn.clauses import Input
from engine.dmn.items import Allowed
from engine.dmn.logic import Evaluation
from engine.feel import Environment, FeelError, UnaryTests
from engine.feel.values import kind

NULL = 1
"""The bit of null, which every column has."""


class Column:
    """The input's values as pieces: which are `possible`, of which of them an overlap is worth a word
    (`considered`), and of which a missing rule is (`expected`). The masks are what the cells accept.
    """

    def __init__(self, clause: Input, tests: Sequence[UnaryTests], steps: Steps) -> None:
        self.clause = clause
        self.steps = steps
        self.kind = declared_kind(clause)
        self.cells = [self._readable(read_cell(test)) for test in tests]
        self.limits = [read_cell(test) for test in constraints(clause)]
        self.certain = None not in self.limits
        self.fixed = fixed_value(clause)
        plain = [cell for cell in (*self.cells, *self.limits) if cell is not None]
        self.segments = self._cut([constant for cell in plain for constant in cell.constants])
        self.size = 1 + sum(part.size for _, part in self.segments)
        self.everything = (1 << self.size) - 1
        self._known: dict[str, int | None] = {}
        self.masks = [self._mask(cell) for cell in self.cells]
        self.possible = self._possible()
        named = any(cell.names_null for cell in plain)
        self.considered = self.possible if named else self.possible & ~NULL
        self.expected = self.considered & ~self._unnamed()

    def _readable(self, cell: Cell | None) -> Cell | None:
        """A list or a context is not compared as single values are, so no constant can be judged for it."""
        compound = self.clause.type.name in ("list", "context", "range", "function")
        return None if cell is None or (compound and cell.constants) else cell

    def _cut(self, constants: list[Any]) -> list[tuple[int, Segment]]:
        if self.fixed is not None:
            constants = [*constants, self.fixed]
        self.steps.spend(len(constants))
        found = dict.fromkeys(line_of(constant) for constant in constants)
        lines = [line for line in found if self.kind in (None, kind_of(line))] or [self.kind or "string"]
        segments, offset = [], 1
        for line in lines:
            part = segment(line, constants)
            segments.append((offset, part))
            offset += part.size
        return segments

    def _mask(self, cell: Cell | None) -> int | None:
        """The pieces a cell accepts; None when it is opaque. Cells with one source are asked once."""
        if cell is None:
            return None
        if cell.everything:
            return self.everything
        source = cell.tests.source
        if source not in self._known:
            self._known[source] = self._asked(cell)
        return self._known[source]

    def _asked(self, cell: Cell) -> int | None:
        self.steps.spend(2 * len(cell.constants) + 2)
        try:
            found = NULL if cell.accepts(None) else 0
            for offset, part in self.segments:
                own = [constant for constant in cell.constants if line_of(constant) == part.line]
                found |= part.mask(own, cell.accepts) << offset
        except FeelError:
            return None
        return found

    def _possible(self) -> int:
        self.steps.spend(self.size)
        found = self._non_empty()
        for limit in self.limits:
            mask = None if limit is None else self._asked(limit)
            if limit is None or mask is None:
                self.certain = False
            else:  # a value outside its type becomes null and goes on; one outside the input values does not
                found &= mask if limit.tests is self.clause.allowed else mask | NULL
        if self.fixed is not None:
            found &= 1 << (self.piece_of(self.fixed) or 0)
        return found

    def _non_empty(self) -> int:
        found = NULL
        for offset, part in self.segments:
            for piece in range(part.size):
                if part.value(piece) is not None:
                    found |= 1 << (offset + piece)
        return found

    def _unnamed(self) -> int:
        """The texts that no cell names, unless a cell says `not("a")`: a list of names is meant to be complete,
        and what only `-` accepts was not thought of."""
        found = 0
        for offset, part in self.segments:
            others = part.others << offset if isinstance(part, Texts) and part.texts else 0
            if not any(
                mask is not None and mask & others and cell is not None and not cell.everything
                for cell, mask in zip(self.cells, self.masks, strict=True)
            ):
                found |= others
        return found

    def piece_of(self, constant: Any) -> int | None:
        """The piece of a constant of the column; None when its kind cannot be the input's."""
        line = line_of(constant)
        for offset, part in self.segments:
            if part.line == line:
                return offset + part.piece_of(constant)
        return None

    def example(self, mask: int) -> Any:
        """A value in one of the pieces, null only when there is nothing else."""
        mask = mask & ~NULL or mask
        piece = (mask & -mask).bit_length() - 1
        for offset, part in self.segments:
            if offset <= piece < offset + part.size:
                return part.value(piece - offset)
        return None


def declared_kind(clause: Input) -> str | None:
    """The kind of an input's values by its declared type, or by what its expression gives; None if unknown."""
    name = clause.type.name
    if name == "Any" and isinstance(clause.logic, Literal):
        name = clause.logic.expression.type or name
    return name if name in SCALAR else None


def constraints(clause: Input) -> list[UnaryTests]:
    """The tests that an input's values pass: its own input values, and those of its item definition."""
    of_type = clause.type.allowed
    found = list(of_type.tests) if isinstance(of_type, Allowed) else []
    return [*found, *([clause.allowed] if clause.allowed is not None else [])]


def fixed_value(clause: Input) -> Any:
    """The value of an input that is a constant, such as `true`; None for all others."""
    if not isinstance(clause.logic, Literal) or clause.logic.variables:
        return None
    if clause.logic.expression.functions - PURE:
        return None
    try:
        value = clause.logic.run({}, Evaluation(Environment()))
    except FeelError:
        return None
    return value if kind(value) in SCALAR else None
