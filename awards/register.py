"""The register of awards, bans and applications, looked up over all schemes before a case is judged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from awards import numbers
from awards.assignments import connection_of
from awards.keys import applicant_key
from awards.links import all_keys
from awards.models import application, award, ban
from engine.clock import business_date
from engine.registries import Assignment, JobHandler, Variables


def look_up(connection: Connection, applicant: str) -> dict[str, Any]:
    """What the register holds of an applicant under all its keys, over all schemes (J-16.2, J-18, J-35, J-36)."""
    keys = all_keys(connection, applicant)
    awards = connection.execute(select(award).where(award.c.applicant.in_(keys)).order_by(award.c.id))
    bans = connection.execute(select(ban).where(ban.c.applicant.in_(keys)).order_by(ban.c.id))
    filed = connection.execute(
        select(application).where(application.c.applicant.in_(keys)).order_by(application.c.id)
    )
    return {
        "awards": [
            {
                "scheme": a.scheme,
                "level": a.level,
                "category": a.category,
                "document_date": a.document_date,
                "revoked": a.revoked_on is not None,
                "revoked_on": a.revoked_on,
            }
            for a in awards
        ],
        "bans": [
            {"scheme": b.scheme, "ground": b.ground, "decided_on": b.decided_on, "until": b.until}
            for b in bans
        ],
        "applications": [
            {
                "scheme": f.scheme,
                "government": f.government,
                "submitted_on": f.submitted_on,
                "status": f.status,
                "case_key": f.case_key,
            }
            for f in filed
        ],
    }


def _look_up(assignment: Assignment) -> Variables:
    """Input: applicant. Result: register {awards, bans, applications}, this case's own filing left out."""
    found = look_up(connection_of(assignment), applicant_key(assignment.variables["applicant"]))
    found["applications"] = [
        f for f in found["applications"] if f["case_key"] is None or f["case_key"] != assignment.business_key
    ]
    return {"register": found}


def _number(assignment: Assignment) -> Variables:
    """Inputs: series, year (default: this year), pattern (optional). Result: number."""
    given = assignment.variables
    year = int(given.get("year") or business_date(assignment.now).year)
    pattern = str(given.get("pattern") or "{series}〔{year}〕{n:03}号")
    return {"number": numbers.issue(connection_of(assignment), str(given["series"]), year, pattern)}


REGISTER = JobHandler("awards.register", "inside", _look_up)
NUMBER = JobHandler("awards.number", "inside", _number)
