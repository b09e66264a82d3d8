"""Duties with a date (reports, visits, retention) as rows that outlive the rule under which they arose."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from awards.assignments import connection_of, day_of, name_of, scheme_of
from awards.keys import applicant_key
from awards.models import obligation
from awards.rule_jobs import standing_of
from engine.errors import PeopleFirst
from engine.registries import Assignment, JobHandler, Variables


class NoObligation(PeopleFirst):
    """没有编号为“{number}”的义务记录。请核对流程图里的编号后重试。"""

    code, status = "no-obligation", 422


def _create(assignment: Assignment) -> Variables:
    """Inputs: kind, applicant, name, due_on, reference. Results: obligation (its id), lapsed.

    One that is created when the rule is no longer in force is marked so, and holds all the same (AMB-24).
    """
    connection, given = connection_of(assignment), assignment.variables
    lapsed = standing_of(assignment, None).lapsed
    row = {
        "scheme": scheme_of(assignment),
        "kind": str(given["kind"]),
        "applicant": applicant_key(given["applicant"]),
        "name": str(given.get("name") or name_of(given["applicant"])),
        "due_on": day_of(given["due_on"], assignment),
        "reference": str(given.get("reference") or "") or None,
        "lapsed": lapsed,
        "created_on": day_of(None, assignment),
    }
    number = connection.execute(insert(obligation).values(row).returning(obligation.c.id)).scalar_one()
    return {"obligation": number, "lapsed": lapsed}


def _meet(assignment: Assignment) -> Variables:
    """Inputs: obligation (its id), met_on (default: today). Raises NoObligation."""
    connection, number = connection_of(assignment), int(assignment.variables["obligation"])
    mine = obligation.c.id == number
    if connection.execute(select(obligation.c.id).where(mine)).first() is None:
        raise NoObligation(number=number)
    met = day_of(assignment.variables.get("met_on"), assignment)
    connection.execute(update(obligation).where(mine, obligation.c.met_on.is_(None)).values(met_on=met))
    return {}


OBLIGATION = JobHandler("awards.obligation", "inside", _create)
OBLIGATION_MET = JobHandler("awards.obligation-met", "inside", _meet)
