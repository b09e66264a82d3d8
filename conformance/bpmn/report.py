"""What came of a file, as data for programs and as a page for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# From the best to the worst: a file with several instances is as good as its worst.
OUTCOMES = ("completed", "waiting", "incident", "refused", "crashed")
_WORDS = {
    "completed": "走到结束",
    "waiting": "在等待",
    "incident": "停在事件（incident）",
    "refused": "被拒绝",
    "crashed": "崩溃",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One file. `story` is the path the tokens took: completed elements, with a minus those cancelled."""

    file: str
    outcome: str
    element: str | None = None
    reason: str | None = None
    waits_for: str | None = None
    story: tuple[str, ...] = ()


def document(cases: Sequence[Case]) -> dict[str, Any]:
    """Counts, and every file with its outcome."""
    counts = Counter(case.outcome for case in cases)
    return {
        "files": len(cases),
        "outcomes": {name: counts[name] for name in OUTCOMES},
        "cases": [
            {
                "file": case.file,
                "outcome": case.outcome,
                "element": case.element,
                "reason": case.reason,
                "waits_for": case.waits_for,
            }
            for case in cases
        ],
    }


def summary(cases: Sequence[Case]) -> str:
    """A line an outcome, then a line for each file that was refused, crashed or stopped at an incident."""
    counts = Counter(case.outcome for case in cases)
    lines = [f"{len(cases)} 个文件：" + "，".join(f"{_WORDS[name]} {counts[name]}" for name in OUTCOMES)]
    for case in cases:
        if case.outcome in ("incident", "refused", "crashed"):
            place = f" {case.element}" if case.element else ""
            lines.append(f"{_WORDS[case.outcome]} {case.file}{place}：{case.reason}")
    return "\n".join(lines)
