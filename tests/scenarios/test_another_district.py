"""A sixth scheme without code: another district's folder alone, with Pudong's parameters of 2025."""

from __future__ import annotations

from pathlib import Path

import pytest

import assembly
from engine import bundle as bundles
from engine import rehearsal
from engine.bundle import Bundle
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from tests.support import another_district

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("awards", "engine", "web", "webhooks", "migrations")


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return another_district.build(tmp_path_factory.mktemp("district") / "processes")


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Bundle:
    pe = assembly.process_engine("sqlite://")
    files = bundles.read_folder(folder.parent)
    return bundles.read(files, job_types=pe.registries.handlers, functions=pe.lent_functions)


def test_the_check_finds_nothing(bundle: Bundle) -> None:
    assert bundle.findings == []
    assert set(bundle.schemes) == {"pudong"}


def test_it_speaks_of_nobody_else(folder: Path) -> None:
    texts = {file: file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()}
    assert [file.name for file, text in texts.items() if "jingan" in text or "静安质量" in text] == []


def test_only_its_own_numbers_are_numbers(bundle: Bundle) -> None:
    parameters = bundle.schemes["pudong"]["parameters"]
    given = {name: about["value"] for name, about in parameters.items() if about["value"] is not None}
    assert given == {"cycle_years": 5, "quota_top_model": 3, "quota_gold_model": 5, "quota_silver_model": 7}
    assert all(about["not_in_rule"] for name, about in parameters.items() if name not in given)


def test_its_cycle_is_played_with_one_quota_overflow(folder: Path) -> None:
    report = rehearsal.run([folder], _engine)
    assert [(r.title, r.failure) for r in report.failed] == []
    assert len(report.results) == 1
    assert report.coverage["pudong.cycle"]["elements"]["missing"] == ["hold-ended"]


def test_the_program_knows_nothing_of_it() -> None:
    knowing = [
        file.relative_to(ROOT).as_posix()
        for part in PROGRAM
        for file in (ROOT / part).rglob("*.py")
        if "pudong" in file.read_text("utf-8")
    ]
    assert knowing == []
