"""The register of awards, bans and applications: looked up before a case is judged, written when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update

from awards import numbers
from awards.models import application, award, ban
from engine.clock import business_date
from engine.errors import LaurelError
from engine.registries import Assignment, BusinessError, JobHandler, Variables


class NoNumber(LaurelError):
    """流程“{process}”的这个案件没有编号，不能写进登记簿。请用带编号的方式立案。"""

    code, status = "no-number", 422


def applicant_key(applicant: Any) -> str:
    """An organisation's unified social credit code, with its unit's identifier if it has none of its own.

    `applicant` is the key itself or a context with `uscc` (and `unit`), or `id_hash` for a person.
    """
    if isinstance(applicant, Mapping):
        code = applicant.get("uscc") or applicant.get("id_hash") or applicant.get("key")
        unit = applicant.get("unit")
        return f"{code}/{unit}" if unit else str(code)
    return str(applicant)


def look_up(connection: Connection, applicant: str) -> dict[str, Any]:
    """What the register holds of an applicant, over all schemes (J-16.2, J-18, J-35, J-36)."""
    awards = connection.execute(select(award).where(award.c.applicant == applicant).order_by(award.c.id))
    bans = connection.execute(select(ban).where(ban.c.applicant == applicant).order_by(ban.c.id))
    filed = connection.execute(
        select(application).where(application.c.applicant == applicant).order_by(application.c.id)
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
    assert assignment.connection is not None
    found = look_up(assignment.connection, applicant_key(assignment.variables["applicant"]))
    found["applications"] = [
        f for f in found["applications"] if f["case_key"] is None or f["case_key"] != assignment.business_key
    ]
    return {"register": found}


def _enter_application(assignment: Assignment) -> Variables:
    """Inputs: applicant, submitted_on, government (district | city). Entered once for a case."""
    assert assignment.connection is not None
    given = assignment.variables
    key = _case_key(assignment)
    same = select(application.c.id).where(application.c.case_key == key)
    if assignment.connection.execute(same).first() is None:
        row = {
            "applicant": applicant_key(given["applicant"]),
            "scheme": assignment.process_id.rpartition(".")[0],
            "government": str(given.get("government") or "district"),
            "submitted_on": _day(given.get("submitted_on"), assignment),
            "status": "open",
            "case_key": key,
            "declared": False,
        }
        assignment.connection.execute(insert(application), row)
    return {}


def _close_application(assignment: Assignment) -> Variables:
    """Inputs: status (closed | withdrawn-before-acceptance)."""
    assert assignment.connection is not None
    mine = update(application).where(application.c.case_key == _case_key(assignment))
    status = str(assignment.variables.get("status") or "closed")
    assignment.connection.execute(mine.values(status=status))
    return {}


def _record_award(assignment: Assignment) -> Variables:
    """Inputs: applicant, level, category, document_number, document_date. Result: certificate (J-27)."""
    assert assignment.connection is not None
    given, key = assignment.variables, _case_key(assignment)
    same = select(award.c.certificate).where(award.c.case_key == key)
    have = assignment.connection.execute(same).scalar()
    if have is not None:
        return {"certificate": have}
    missing = [name for name in ("document_number", "document_date") if not given.get(name)]
    if missing:
        raise BusinessError("missing-document", {"missing": missing})
    day = _day(given["document_date"], assignment)
    applicant = given["applicant"]
    name = applicant.get("name") if isinstance(applicant, Mapping) else None
    series = str(given.get("series") or "证书")
    certificate = numbers.issue(assignment.connection, series, day.year, "{series}〔{year}〕{n:03}号")
    row = {
        "applicant": applicant_key(applicant),
        "applicant_name": str(given.get("applicant_name") or name or ""),
        "scheme": assignment.process_id.rpartition(".")[0],
        "level": str(given["level"]),
        "category": str(given["category"]),
        "document_number": str(given["document_number"]),
        "document_date": day,
        "certificate": certificate,
        "case_key": key,
    }
    assignment.connection.execute(insert(award), row)
    assignment.notes.append(("award-recorded", {"level": row["level"], "certificate": certificate}))
    return {"certificate": certificate}


def _number(assignment: Assignment) -> Variables:
    """Inputs: series, year (default: this year), pattern (optional). Result: number."""
    assert assignment.connection is not None
    given = assignment.variables
    year = int(given.get("year") or business_date(assignment.now).year)
    pattern = str(given.get("pattern") or "{series}〔{year}〕{n:03}号")
    return {"number": numbers.issue(assignment.connection, str(given["series"]), year, pattern)}


def _letter(assignment: Assignment) -> Variables:
    """Inputs: template, to. For now the letter is an entry in the story; its paper comes with the templates."""
    given = assignment.variables
    facts = {"template": str(given["template"]), "to": str(given.get("to") or "")}
    assignment.notes.append(("letter", facts))
    return {}


def _case_key(assignment: Assignment) -> str:
    """The number under which a case is entered. Raises NoNumber: without one, cases would be taken for one another."""
    if assignment.business_key is None:
        raise NoNumber(process=assignment.process_id)
    return assignment.business_key


def _day(value: Any, assignment: Assignment) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else business_date(assignment.now)


REGISTER = JobHandler("awards.register", "inside", _look_up)
ENTER_APPLICATION = JobHandler("awards.enter-application", "inside", _enter_application)
CLOSE_APPLICATION = JobHandler("awards.close-application", "inside", _close_application)
RECORD_AWARD = JobHandler("awards.record-award", "inside", _record_award)
NUMBER = JobHandler("awards.number", "inside", _number)
LETTER = JobHandler("letter", "inside", _letter)
