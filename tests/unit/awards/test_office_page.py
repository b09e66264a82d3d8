"""docs/office.md names every job type of the award office, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import assembly
from awards.functions import FUNCTIONS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "office.md").read_text("utf-8")


def test_every_job_type_has_its_row() -> None:
    lent = assembly.process_engine("sqlite://").registries.handlers
    wanted = sorted(name for name in lent if name.startswith("awards."))
    assert sorted(re.findall(r"^\| `(awards\.[a-z-]+)` \|", PAGE, re.MULTILINE)) == wanted


def test_every_function_is_told() -> None:
    assert [f.name for f in FUNCTIONS if f"`{f.name}({', '.join(f.parameters)})`" not in PAGE] == []
