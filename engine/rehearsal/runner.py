"""Run scenario files: find them, play them, report what passed and what they touched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine import bundle as bundles
from engine.bundle import Bundle
from engine.clock import LentClock
from engine.errors import LaurelError
from engine.process_engine import ProcessEngine
from engine.rehearsal import coverage
from engine.rehearsal.coverage import Touched
from engine.rehearsal.expectations import Failed
from engine.rehearsal.player import Player
from engine.rehearsal.scenario import BadScenario, Scenario, read
from engine.rehearsal.stage import Stage


@dataclass(frozen=True, slots=True)
class Result:
    """How one story went; `failure` is None if it passed."""

    file: str
    title: str
    failure: str | None = None


@dataclass(slots=True)
class Report:
    """How all stories went, and what those that passed touched."""

    results: list[Result] = field(default_factory=list)
    coverage: dict[str, Any] = field(default_factory=dict)
    walks: list[tuple[Result, Touched]] = field(default_factory=list)
    bundle: Bundle = field(default_factory=Bundle)

    @property
    def failed(self) -> list[Result]:
        return [r for r in self.results if r.failure]

    def as_json(self) -> dict[str, Any]:
        return {
            "passed": len(self.results) - len(self.failed),
            "failed": len(self.failed),
            "scenarios": [
                {"file": r.file, "title": r.title, "passed": r.failure is None, "failure": r.failure}
                for r in self.results
            ],
            "coverage": self.coverage,
        }


def run(
    paths: Sequence[Path],
    make_engine: Callable[[LentClock], ProcessEngine],
    told: Callable[[Result], None] = lambda _result: None,
) -> Report:
    """Play every scenario below `paths`. `told` hears each result as it comes. Raises Refused."""
    report = Report()
    walked: Touched = {}
    for path in paths:
        files = bundles.read_folder(path)
        stage = Stage(make_engine, files)
        report.bundle = _merge(report.bundle, stage.bundle)
        for file in scenario_files(path.resolve()):
            label = file.relative_to(bundles.processes_root(path)).as_posix()
            for result, reached in _play_file(stage, file, label, report.bundle.groups):
                report.results.append(result)
                report.walks.append((result, reached))
                told(result)
                for process, ids in reached.items():
                    walked.setdefault(process, set()).update(ids)
    report.coverage = coverage.summary(report.bundle.definitions, walked)
    return report


def scenario_files(path: Path) -> list[Path]:
    """The scenario files at or below a path, in order."""
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*.yaml") if "scenarios" in p.parts)


def _merge(one: Bundle, other: Bundle) -> Bundle:
    one.definitions |= other.definitions
    one.groups |= other.groups
    one.schemes |= other.schemes
    one.files |= other.files
    one.findings += other.findings
    return one


def _play_file(stage: Stage, file: Path, label: str, groups: dict[str, str]) -> list[tuple[Result, Touched]]:
    try:
        stories = read(file, label)
    except BadScenario as error:
        return [(Result(label, file.stem, str(error)), {})]
    return [_play(stage, story, groups) for story in stories]


def _play(stage: Stage, story: Scenario, groups: dict[str, str]) -> tuple[Result, Touched]:
    try:
        Player(stage, story, groups).play()
    except (Failed, LaurelError) as failure:
        return Result(story.file, story.title, str(failure)), {}
    with stage.pe.database.reading() as connection:
        return Result(story.file, story.title), coverage.touched(connection)
