"""Stories that pass from one scheme to another: one register, and incubation pools that no award looks at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import assembly
from engine import bundle as bundles
from engine.bundle import Bundle
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from engine.rehearsal.player import Player
from engine.rehearsal.scenario import Scenario, read
from engine.rehearsal.stage import Stage

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
STORIES = [
    story
    for file in sorted((Path(__file__).parent / "between_schemes").glob("*.yaml"))
    for story in read(file, file.name)
]
POOL_JOBS = "awards.pool-"
# All that an incubation may do outside itself: its pool, letters, and the filing of mentors (J-14.1).
INCUBATION_JOBS = {"awards.mentor-file", "letter", "reminder"}


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(_engine, bundles.read_folder(PROCESSES))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.title)
def test_story(stage: Stage, story: Scenario) -> None:
    Player(stage, story, stage.bundle.groups).play()


def _incubation(process: str) -> bool:
    return process.partition(".")[2].startswith("incubation")


def between_pool_and_award(bundle: Bundle) -> Iterator[str]:
    """Where an award would read a pool, or an incubation would reach into an award (G-2, AMB-55 for J-12)."""
    for process, definition in sorted(bundle.definitions.items()):
        if _incubation(process):
            pool_jobs = {job for job in definition.job_types if job.startswith(POOL_JOBS)}
            yield from (f"{process} does {job}" for job in definition.job_types - pool_jobs - INCUBATION_JOBS)
            yield from (f"{process} calls {called}" for called in definition.calls if not _incubation(called))
            continue
        yield from (f"{process} does {job}" for job in definition.job_types if job.startswith(POOL_JOBS))
        yield from (f"{process} calls {called}" for called in definition.calls if _incubation(called))
        for decision in definition.decisions:
            file = bundle.files.get(("decision", decision))
            if file is not None and (b"pool" in file.content or b"incubation" in file.content):
                yield f"{process} decides by {decision}"


def test_no_award_looks_at_a_pool_and_no_incubation_reaches_into_an_award() -> None:
    files = bundles.read_folder(PROCESSES)
    assert list(between_pool_and_award(bundles.read(files))) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        (
            "shanghai/eligibility.bpmn",
            b'type="awards.register"',
            b'type="awards.pool-member"',
            "shanghai.eligibility does awards.pool-member",
        ),
        (
            "shanghai/eligibility.bpmn",
            b'decisionId="shanghai.duplicate"',
            b'decisionId="shanghai.incubation-conditions"',
            "shanghai.eligibility decides by shanghai.incubation-conditions",
        ),
        (
            "shanghai/incubation.bpmn",
            b'processId="shanghai.incubation-path"',
            b'processId="shanghai.eligibility"',
            "shanghai.incubation calls shanghai.eligibility",
        ),
        (
            "jingan/incubation-help.bpmn",
            b'type="awards.mentor-file"',
            b'type="awards.enter-application"',
            "jingan.incubation-help does awards.enter-application",
        ),
    ],
)
def test_a_diagram_that_ties_them_is_noticed(file: str, before: bytes, after: bytes, told: str) -> None:
    files = bundles.read_folder(PROCESSES)
    tied = {**files, file: files[file].replace(before, after)}
    assert list(between_pool_and_award(bundles.read(tied))) == [told]
