"""Applications at every level of government: entered when they are filed, closed when they end (J-18.1)."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from awards.assignments import case_key, connection_of, day_of, scheme_of
from awards.keys import applicant_key
from awards.models import application
from engine.registries import Assignment, JobHandler, Variables


def _enter(assignment: Assignment) -> Variables:
    """Inputs: applicant, submitted_on, government (district | city). Entered once for a case."""
    connection, given, key = connection_of(assignment), assignment.variables, case_key(assignment)
    same = select(application.c.id).where(application.c.case_key == key)
    if connection.execute(same).first() is None:
        row = {
            "applicant": applicant_key(given["applicant"]),
            "scheme": scheme_of(assignment),
            "government": str(given.get("government") or "district"),
            "submitted_on": day_of(given.get("submitted_on"), assignment),
            "status": "open",
            "case_key": key,
            "declared": False,
        }
        connection.execute(insert(application), row)
    return {}


def _close(assignment: Assignment) -> Variables:
    """Inputs: status (closed | withdrawn-before-acceptance)."""
    mine = update(application).where(application.c.case_key == case_key(assignment))
    status = str(assignment.variables.get("status") or "closed")
    connection_of(assignment).execute(mine.values(status=status))
    return {}


ENTER_APPLICATION = JobHandler("awards.enter-application", "inside", _enter)
CLOSE_APPLICATION = JobHandler("awards.close-application", "inside", _close)
