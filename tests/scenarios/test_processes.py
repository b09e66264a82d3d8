"""Every scheme's own stories pass, reach its diagrams, and every requirement is answered or is somebody's duty."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import assembly
from engine import bundle as bundles
from engine import rehearsal
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from engine.rehearsal import traceability

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
PAGES = ROOT / "docs" / "traceability"
WANTED = 0.95  # of the elements, and of the flows, of every process
DUTIES_AT_MOST = 40
# The list of requirements stands beside the optional conformance folder.
_BESIDE = Path(os.environ.get("LAUREL_CONFORMANCE") or ROOT.parent / "shared" / "conformance").parent
REQUIREMENTS = _BESIDE / "domain" / "requirements.json"


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


@pytest.fixture(scope="module")
def report() -> rehearsal.Report:
    return rehearsal.run([PROCESSES], _engine)


def test_no_errors_and_no_warnings_in_any_file() -> None:
    pe = assembly.process_engine("sqlite://")
    bundle = bundles.read(
        bundles.read_folder(PROCESSES), job_types=pe.registries.handlers, functions=pe.lent_functions
    )
    assert bundle.findings == []


def test_all_stories_pass(report: rehearsal.Report) -> None:
    assert [(r.file, r.title, r.failure) for r in report.failed] == []
    assert len(report.results) >= 12


@pytest.mark.parametrize("kind", ["elements", "flows"])
def test_stories_touch_every_diagram(report: rehearsal.Report, kind: str) -> None:
    wanting = {
        process: shares[kind]["missing"]
        for process, shares in report.coverage.items()
        if shares[kind]["covered"] < WANTED * shares[kind]["total"]
    }
    assert wanting == {}


def test_every_requirement_is_answered_or_is_somebodys_duty(report: rehearsal.Report) -> None:
    found = traceability.trace(report)
    assert {t.scheme: [row.id for row in t.of("missing")] for t in found} == {t.scheme: [] for t in found}
    duties = [row.id for t in found for row in t.of("duty")]
    assert len(duties) <= DUTIES_AT_MOST


def test_the_pages_of_requirements_say_what_is_true(report: rehearsal.Report) -> None:
    """`laurel check processes --traceability docs/traceability` writes them anew."""
    assert {page.stem: page.read_text("utf-8") for page in PAGES.glob("*.md")} == traceability.pages(report)


@pytest.mark.skipif(
    not REQUIREMENTS.is_file(),
    reason=f"no list of requirements at {REQUIREMENTS} (LAUREL_CONFORMANCE stands beside it)",
)
def test_the_schemes_know_every_requirement_of_the_list(report: rehearsal.Report) -> None:
    listed = {row["id"] for row in json.loads(REQUIREMENTS.read_text("utf-8"))}
    known = {row.id for t in traceability.trace(report) for row in t.rows}
    assert listed - known == set()
