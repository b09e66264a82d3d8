"""Counts: small and fixed for `make test`, as large as the goals name them for `make deep`.

A deep run is several sessions, some of them spread over workers. Each session keeps what it counted in one
line of a file; `python -m tests.support.deep <status>` makes the table in docs/measured.md of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEEP = os.environ.get("LAUREL_DEEP") == "1"
KEPT = ROOT / "build" / "deep.jsonl"
MEASURED = ROOT / "docs" / "measured.md"

Counted = Mapping[str, tuple[int, str]]
_counted: dict[str, tuple[int, str]] = {}


def count(what: str, small: int, deep: int, seed: object = "derived from the test") -> int:
    """How many, in this run; a deep run writes down what was counted, with its seed."""
    chosen = deep if DEEP else small
    _counted[what] = (chosen, str(seed))
    return chosen


def counted() -> str:
    """What this process counted, for another one."""
    return json.dumps(_counted, ensure_ascii=False)


def take(line: str) -> None:
    """What another process of the same session counted."""
    _counted.update({what: (number, seed) for what, (number, seed) in json.loads(line).items()})


def keep(file: Path = KEPT) -> None:
    """A session's counts, beside those of the sessions before."""
    file.parent.mkdir(exist_ok=True)
    with file.open("a", encoding="utf-8") as kept:
        kept.write(counted() + "\n")


def table(lines: Iterable[str], title: str) -> str:
    """The counts of all sessions under a title."""
    found: dict[str, tuple[int, str]] = {}
    for line in lines:
        found |= json.loads(line)
    rows = [f"| {what} | {number:,} | {seed} |" for what, (number, seed) in sorted(found.items())]
    return "\n".join(["# Measured", "", title, "", "| what | how many | seed |", "|---|---|---|", *rows, ""])


def write_down(passed: bool) -> None:
    """The table of a whole deep run in docs/measured.md: counts, seeds, commit and date."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=ROOT
    ).stdout.strip()
    verdict = "all tests passed" if passed else "SOME TESTS FAILED"
    title = f"`make deep` at commit {commit or 'unknown'}, {datetime.now(UTC):%Y-%m-%d}: {verdict}."
    MEASURED.write_text(table(KEPT.read_text(encoding="utf-8").splitlines(), title), encoding="utf-8")


if __name__ == "__main__":
    write_down(sys.argv[1:] == ["0"])
