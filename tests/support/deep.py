"""Counts: small and fixed for `make test`, as large as the goals name them for `make deep`."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

DEEP = os.environ.get("LAUREL_DEEP") == "1"
MEASURED = Path(__file__).resolve().parents[2] / "docs" / "measured.md"

_counted: dict[str, tuple[int, str]] = {}


def count(what: str, small: int, deep: int, seed: object = "derived from the test") -> int:
    """How many, in this run; a deep run writes down what was counted, with its seed."""
    chosen = deep if DEEP else small
    _counted[what] = (chosen, str(seed))
    return chosen


def write_down(passed: bool) -> None:
    """The table of a deep run in docs/measured.md: counts, seeds, commit and date."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    head = [
        "# Measured",
        "",
        f"`make deep` at commit {commit or 'unknown'}, {datetime.now(UTC):%Y-%m-%d}: "
        f"{'all tests passed' if passed else 'SOME TESTS FAILED'}.",
        "",
        "| what | how many | seed |",
        "|---|---|---|",
    ]
    rows = [f"| {what} | {number:,} | {seed} |" for what, (number, seed) in sorted(_counted.items())]
    MEASURED.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
