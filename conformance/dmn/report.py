"""The outcomes as one document for programs, and as a page for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from conformance.dmn.runner import FAILED, PASSED, UNSUPPORTED, Outcome


def document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts, and every case with its status and reason."""
    counts = Counter(outcome.status for outcome in outcomes)
    return {
        "passed": counts[PASSED],
        "failed": counts[FAILED],
        "unsupported": counts[UNSUPPORTED],
        "total": len(outcomes),
        "cases": [{"id": o.id, "status": o.status, "reason": o.reason} for o in outcomes],
    }


def by_level(outcomes: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """How many of each status, by the first folder of the id."""
    found: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.id.partition("/")[0], Counter())[outcome.status] += 1
    return found


def summary(outcomes: Sequence[Outcome]) -> str:
    """A line a level, then a line for each case that did not pass, with its reason."""
    lines = [_level(level, counts) for level, counts in by_level(outcomes).items()]
    words = {FAILED: "未通过", UNSUPPORTED: "不支持"}
    lines += [f"{words[o.status]} {o.id}：{o.reason}" for o in outcomes if o.status != PASSED]
    return "\n".join(lines) or "这里没有测试用例。"


def _level(level: str, counts: Counter[str]) -> str:
    total = counts.total()
    return (
        f"{level}：通过 {counts[PASSED]}/{total}（{100 * counts[PASSED] / total:.1f}%），"
        f"未通过 {counts[FAILED]}，不支持 {counts[UNSUPPORTED]}"
    )
