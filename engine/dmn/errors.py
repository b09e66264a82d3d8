"""What DMN refuses: models that cannot be run, and evaluations that break their hit policy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class DmnFinding(NamedTuple):
    """One fault of a model: the element's id, its line, and a Chinese sentence that says what cures it."""

    element: str | None
    line: int | None
    message: str


class DmnError(Exception):
    """A model that was refused, with all its findings; or an evaluation that has no valid result."""

    def __init__(self, findings: Sequence[DmnFinding]) -> None:
        self.findings = list(findings)
        super().__init__("；".join(_sentence(finding) for finding in self.findings))


def _sentence(finding: DmnFinding) -> str:
    place = f"元素 {finding.element}" if finding.element else "模型"
    line = f"（第 {finding.line} 行）" if finding.line else ""
    return f"{place}{line}：{finding.message}"


def broken(element: str | None, message: str) -> DmnError:
    """An evaluation without a valid result."""
    return DmnError([DmnFinding(element, None, message)])
