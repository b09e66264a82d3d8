"""What a check of a table found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.dmn.clauses import Rule
from engine.dmn.table import DecisionTable


@dataclass(frozen=True, slots=True)
class TableFinding:
    """A finding about a table of the decision or business knowledge model `owner`; `message` is a Chinese sentence.

    `kind` is gap, overlap, conflict, unreachable, value, type, output or size; `severity` error or warning.
    `rules` are numbers from 1; `example` has a FEEL value for each input column. `element` and `line` say where.
    """

    kind: str
    severity: str
    message: str
    owner: str
    element: str | None
    line: int | None
    rules: tuple[int, ...] = ()
    example: tuple[Any, ...] = ()


def about_table(
    table: DecisionTable, kind: str, severity: str, message: str, example: tuple[Any, ...] = ()
) -> TableFinding:
    """A finding about the table as a whole."""
    return TableFinding(kind, severity, message, table.owner, table.owner, table.line, (), example)


def about_rules(
    table: DecisionTable,
    kind: str,
    severity: str,
    message: str,
    rules: tuple[int, ...],
    example: tuple[Any, ...] = (),
) -> TableFinding:
    """A finding about rules, by their places from 0; it points at the last of them."""
    last: Rule = table.rules[rules[-1]]
    numbers = tuple(rule + 1 for rule in rules)
    return TableFinding(
        kind,
        severity,
        message,
        table.owner,
        last.id or table.owner,
        last.line or table.line,
        numbers,
        example,
    )
