"""The job types of reminders, made for one process engine."""

from __future__ import annotations

from awards.directory import Directory
from awards.reminders.mail import send
from awards.reminders.reminding import MAIL, remind
from engine.process_engine import ProcessEngine
from engine.registries import Assignment, JobHandler, Variables


def reminder_handlers(pe: ProcessEngine, directory: Directory) -> tuple[JobHandler, ...]:
    """`reminder` and its errand; in rehearsals entries are made and nothing is sent."""

    def enter(assignment: Assignment) -> Variables:
        return remind(pe, directory, assignment)

    def mail(assignment: Assignment) -> Variables:
        return send(pe, assignment)

    return (
        JobHandler("reminder", "inside", enter),
        JobHandler(MAIL, "outside", mail, twin=_not_sent),
    )


def _not_sent(_assignment: Assignment) -> Variables:
    return {}
