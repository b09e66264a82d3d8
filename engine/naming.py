"""What a case is called in lists and whose it is: the FEEL properties `title` and `owner` of its process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import Workflow
from engine.feel import Environment
from engine.feel import compile as compile_feel


def named(
    row: Mapping[str, Any], properties: Mapping[str, str], workflow: Workflow, env: Environment
) -> dict[str, Any]:
    """The columns to write over an instance's row; the owner is set once. Raises FeelError."""
    found: dict[str, Any] = {}
    for column in ("title", "owner"):
        expression = properties.get(column)
        if expression and (column == "title" or row[column] is None):
            value = compile_feel(expression.removeprefix("=")).evaluate(workflow.variables(), env)
            found[column] = str(value)[:200] if value is not None else row[column]
    return found
