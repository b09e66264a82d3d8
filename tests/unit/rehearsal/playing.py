"""Playing stories of the small scheme in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import assembly
from engine import rehearsal
from engine.clock import LentClock
from engine.process_engine import ProcessEngine
from tests.support import tale


def rehearsed(folder: Path, *stories: dict[str, Any]) -> rehearsal.Report:
    """The report of these stories."""
    return rehearsal.run([tale.write(folder, *stories)], _engine)


def rehearse_files(folder: Path, case: bytes, *stories: dict[str, Any]) -> rehearsal.Report:
    """As `rehearsed`, with another diagram of the case."""
    return rehearsal.run([tale.write(folder, *stories, case=case)], _engine)


def failure(folder: Path, *steps: tale.Step, **more: Any) -> str | None:
    """Why the story of these steps failed; None if it passed. A last expectation makes it a story at all."""
    (result,) = rehearsed(folder, tale.story(*steps, tale.DONE, **more)).results
    return result.failure


def passes(folder: Path, *steps: tale.Step, **more: Any) -> None:
    (result,) = rehearsed(folder, tale.story(*steps, **more)).results
    assert result.failure is None


def _engine(clock: LentClock) -> ProcessEngine:
    return assembly.process_engine("sqlite://", clock, rehearsing=True)
