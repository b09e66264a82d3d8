"""Findings of small decision tables, and how they are told."""

from __future__ import annotations

from typing import Any

from engine.dmn.table_checks import TableFinding, check_tables

from .helpers import decision, model, table


def checked(policy: str, inputs: list[str], rules: list[list[str]], *before: str) -> list[TableFinding]:
    """The findings of a table with one output `o` that nobody restricts; `before` stands before the decision."""
    body = "".join(before) + decision("d", table(policy, inputs, ["o"], rules))
    return check_tables(model(body))


def said(found: list[TableFinding]) -> list[tuple[str, str, str]]:
    return [(finding.kind, finding.severity, finding.message) for finding in found]


def examples(found: list[TableFinding], kind: str) -> list[tuple[Any, ...]]:
    return [finding.example for finding in found if finding.kind == kind]


GAP = "没有规则管到：{}。请补上规则，或给输出列写默认值；不会出现的值，用输入列的允许值排除。"
