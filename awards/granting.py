"""Awards are written into the register once for a case, with a certificate of the scheme's series (J-27)."""

from __future__ import annotations

from sqlalchemy import insert, select

from awards import numbers
from awards.assignments import case_key, connection_of, day_of, name_of, scheme_of
from awards.keys import applicant_key
from awards.models import award
from engine.registries import Assignment, BusinessError, JobHandler, Variables


def _record(assignment: Assignment) -> Variables:
    """Inputs: applicant, level, category, document_number, document_date. Result: certificate.

    Business error `missing-document`: without number and date of the commendation no term can begin.
    """
    connection, given, key = connection_of(assignment), assignment.variables, case_key(assignment)
    have = connection.execute(select(award.c.certificate).where(award.c.case_key == key)).scalar()
    if have is not None:
        return {"certificate": have}
    missing = [name for name in ("document_number", "document_date") if not given.get(name)]
    if missing:
        raise BusinessError("missing-document", {"missing": missing})
    day = day_of(given["document_date"], assignment)
    applicant = given["applicant"]
    series = str(given.get("series") or "证书")
    certificate = numbers.issue(connection, series, day.year, "{series}〔{year}〕{n:03}号")
    row = {
        "applicant": applicant_key(applicant),
        "applicant_name": str(given.get("applicant_name") or name_of(applicant)),
        "scheme": scheme_of(assignment),
        "level": str(given["level"]),
        "category": str(given["category"]),
        "document_number": str(given["document_number"]),
        "document_date": day,
        "certificate": certificate,
        "case_key": key,
    }
    connection.execute(insert(award), row)
    assignment.notes.append(("award-recorded", {"level": row["level"], "certificate": certificate}))
    return {"certificate": certificate}


RECORD_AWARD = JobHandler("awards.record-award", "inside", _record)
