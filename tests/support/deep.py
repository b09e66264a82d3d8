"""Counts: small and fixed for `make test`, as large as the goals name them for `make deep`.

Every deep session writes what it counted into the table of docs/measured.md, in place of what stood there for the
same count: with `TESTS=...` one part can be run deep, and the rows of the others stay as they were measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEEP = os.environ.get("LAUREL_DEEP") == "1"
MEASURED = ROOT / "docs" / "measured.md"
HEAD = """# Measured

What `make deep` counted: each row is the newest deep run of its part.

| what | how many | seed | tests | commit | date |
|---|---|---|---|---|---|
"""


def _commit() -> str:
    """What is tested: the commit at the beginning, for the tree may move on while a long run lasts."""
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=7"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    return asked.stdout.strip() or "unknown"


COMMIT = _commit() if DEEP else ""
Counted = tuple[int, str, str]  # how many, seed, file of the tests that counted it
_counted: dict[str, Counted] = {}
_failed: set[str] = set()


def count(what: str, small: int, deep: int, seed: object = "derived from the test") -> int:
    """How many, in this run; a deep run writes down what was counted, with its seed."""
    chosen = deep if DEEP else small
    file = Path(sys._getframe(1).f_code.co_filename).relative_to(ROOT).as_posix()
    _counted[what] = (chosen, str(seed), file)
    return chosen


def fails(file: str) -> None:
    """A test in this file failed; what the file counted does not stand."""
    _failed.add(file)


def counted() -> str:
    """What this process counted, for another one."""
    return json.dumps(_counted, ensure_ascii=False)


def take(line: str) -> None:
    """What another process of the same session counted."""
    _counted.update({what: (number, seed, file) for what, (number, seed, file) in json.loads(line).items()})


def keep(file: Path = MEASURED) -> None:
    """This session's counts, in the table beside those of the sessions before."""
    known = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    file.write_text(table(known, _counted, _failed, COMMIT, f"{datetime.now(UTC):%Y-%m-%d}"), "utf-8")


def table(
    known: Iterable[str], fresh: Mapping[str, Counted], failed: Collection[str], commit: str, date: str
) -> str:
    """The page: rows of the table as it stood, and in their place or beside them those that are fresh."""
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in known if line.count(" | ") == 5}
    rows.pop("what", None)
    for what, (number, seed, file) in fresh.items():
        verdict = "FAILED" if file in failed else "passed"
        rows[what] = f"| {what} | {number:,} | {seed} | {verdict} | {commit} | {date} |"
    return HEAD + "".join(f"{rows[what]}\n" for what in sorted(rows))
