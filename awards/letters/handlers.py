"""The job types of letters, made for one process engine."""

from __future__ import annotations

from awards.directory import Directory
from awards.letters.issuing import PAPER, issue
from awards.letters.papers import lay
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables


def letter_handlers(pe: ProcessEngine, directory: Directory) -> tuple[JobHandler, ...]:
    """`letter` and its errand; in rehearsals letters are numbered and filled, and no paper is printed."""

    def write(assignment: Assignment) -> Variables:
        return issue(pe, directory, assignment)

    def paper(assignment: Assignment) -> Variables:
        return lay(pe, assignment)

    return (
        JobHandler("letter", "inside", write),
        JobHandler(PAPER, "outside", paper, twin=_no_paper),
    )


def _no_paper(_assignment: Assignment) -> Variables:
    return {}
