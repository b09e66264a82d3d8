"""The DMN TCK where its folder is at hand: floors that only rise, and docs/conformance.md as it is today."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance import dmn
from conformance.dmn.report import by_level

ROOT = Path(__file__).resolve().parents[2]
TREE = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance") / "dmn-tck"
PAGE = ROOT / "docs" / "conformance.md"
NOW = datetime(2026, 9, 17, tzinfo=UTC)

FLOORS = {"compliance-level-2": 87, "compliance-level-3": 2138}
"""Cases passed. Raise them when more pass; never lower them."""

if not TREE.is_dir():
    pytest.skip(f"no DMN TCK at {TREE} (LAUREL_CONFORMANCE names its folder)", allow_module_level=True)


@pytest.fixture(scope="module")
def outcomes() -> list[dmn.Outcome]:
    return list(dmn.run_tree(TREE, NOW))


def test_no_fewer_cases_pass_than_before(outcomes: list[dmn.Outcome]) -> None:
    passed = {level: counts["passed"] for level, counts in by_level(outcomes).items()}
    assert {level: passed[level] for level in FLOORS if passed[level] < FLOORS[level]} == {}


def test_the_page_has_the_figures(outcomes: list[dmn.Outcome]) -> None:
    rows = re.findall(
        r"^\| (\S+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", PAGE.read_text("utf-8"), re.M
    )
    stated = {level: [int(figure.replace(",", "")) for figure in figures] for level, *figures in rows}
    assert stated == {
        level: [counts.total(), counts["passed"], counts["failed"], counts["unsupported"]]
        for level, counts in by_level(outcomes).items()
    }


def test_the_page_lists_exactly_what_does_not_pass(outcomes: list[dmn.Outcome]) -> None:
    lines = re.findall(r"^- `(\S+\.xml)`: (.+)$", PAGE.read_text("utf-8"), re.M)
    listed = [f"{file}{case}" for file, cases in lines for case in re.findall(r"`(#[^`]+)`", cases)]
    assert sorted(listed) == sorted(outcome.id for outcome in outcomes if outcome.status != "passed")
