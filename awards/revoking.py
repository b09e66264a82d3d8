"""An award is revoked: the register says since when and why, and whether its holder is banned (J-35, J-36, H-28, A-22)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select, update

from awards.assignments import connection_of, day_of
from awards.models import award, ban
from engine.calendar.counting import corresponding_date
from engine.errors import PeopleFirst
from engine.registries import Assignment, JobHandler, Variables

DAY = timedelta(days=1)


class NoAward(PeopleFirst):
    """登记簿里没有案件“{case_key}”的获奖记录，不能撤销。请核对案号，或先登记获奖，再重试。"""

    code, status = "no-award", 422


def _revoke(assignment: Assignment) -> Variables:
    """Inputs: case_key (of the award), ground, decided_on, ban_years (null: none). Results: ban_until, allowed_from.

    The day of the decision is not counted, so a ban of n years holds through the corresponding day n years
    later (AMB-13); `allowed_from` is the day after. Without ban years nothing is banned (AMB-26). A second
    call for the same award changes nothing and answers as the first. Raises NoAward.
    """
    connection, given = connection_of(assignment), assignment.variables
    row = connection.execute(select(award).where(award.c.case_key == str(given["case_key"]))).first()
    if row is None:
        raise NoAward(case_key=given["case_key"])
    years = given.get("ban_years")
    decided, ground = row.revoked_on, row.revocation_ground
    if decided is None:
        decided, ground = day_of(given.get("decided_on"), assignment), str(given["ground"])
        revoked = update(award).where(award.c.id == row.id)
        connection.execute(revoked.values(revoked_on=decided, revocation_ground=ground))
        assignment.notes.append(("award-revoked", {"certificate": row.certificate, "ground": ground}))
        if years is not None:
            entry = {"applicant": row.applicant, "scheme": row.scheme, "ground": ground}
            last = corresponding_date(decided, int(years))
            connection.execute(insert(ban), {**entry, "decided_on": decided, "until": last})
    query = select(ban.c.until).where(
        ban.c.applicant == row.applicant, ban.c.scheme == row.scheme, ban.c.decided_on == decided
    )
    until = connection.execute(query.order_by(ban.c.until.desc())).scalar()
    return {"ban_until": until, "allowed_from": until + DAY if until else None}


REVOKE = JobHandler("awards.revoke", "inside", _revoke)
