"""Every scheme's own stories pass, and the checks of its diagrams find nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import assembly
from engine import bundle as bundles
from engine import rehearsal
from engine.clock import LentClock
from engine.process_engine import ProcessEngine

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
# Share of elements and of flows; the floor only rises.
WANTED = dict.fromkeys(
    (
        "jingan.application",
        "jingan.await-cases",
        "jingan.cycle",
        "jingan.eligibility",
        "jingan.objection",
        "shared.annual-report",
        "shared.calendar-extended",
        "shared.calendar-hold",
        "shared.calendar-year",
        "shared.public-notice",
        "shared.review-round",
    ),
    0.95,
)


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


@pytest.fixture(scope="module")
def report() -> rehearsal.Report:
    return rehearsal.run([PROCESSES / "jingan", PROCESSES / "shared"], _engine)


def test_no_errors_in_any_file() -> None:
    pe = assembly.process_engine("sqlite://")
    bundle = bundles.read(
        bundles.read_folder(PROCESSES), job_types=pe.registries.handlers, functions=pe.lent_functions
    )
    assert bundle.errors == []


def test_all_stories_pass(report: rehearsal.Report) -> None:
    assert [(r.title, r.failure) for r in report.failed] == []
    assert len(report.results) >= 12


@pytest.mark.parametrize("process", sorted(WANTED))
@pytest.mark.parametrize("kind", ["elements", "flows"])
def test_stories_touch_the_diagram(report: rehearsal.Report, process: str, kind: str) -> None:
    share = report.coverage[process][kind]
    assert share["covered"] / share["total"] >= WANTED[process], share["missing"]
